package dev.lamina.standalone.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// The `Status` object a Kubernetes API answers with when it does not answer with an object.
public record Status(int code, String reason, String message, Optional<Details> details) {

  /// What an error is about, for programs.
  ///
  /// @param name the object, empty when no object is meant
  /// @param kind the plural resource, or the kind for invalid objects: kubectl prints it
  public record Details(String name, String group, String kind, List<Cause> causes) {
    public Details {
      causes = List.copyOf(causes);
    }
  }

  public record Cause(String reason, String message, String field) {}

  /// The answer to a successful request that has no object to show.
  public static ObjectNode success(String name, String group, String resource, String uid) {
    var status = envelope("Success");
    var details = status.putObject("details").put("name", name);
    if (!group.isEmpty()) {
      details.put("group", group);
    }
    details.put("kind", resource).put("uid", uid);
    return status;
  }

  public ObjectNode toJson() {
    var status = envelope("Failure").put("message", message);
    if (!reason.isEmpty()) {
      status.put("reason", reason);
    }
    details.ifPresent(present -> status.set("details", toJson(present)));
    return status.put("code", code);
  }

  private static ObjectNode envelope(String outcome) {
    var status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    return status.put("status", outcome);
  }

  private static ObjectNode toJson(Details details) {
    var node = JsonNodeFactory.instance.objectNode();
    putUnlessEmpty(node, "name", details.name());
    putUnlessEmpty(node, "group", details.group());
    putUnlessEmpty(node, "kind", details.kind());
    if (!details.causes().isEmpty()) {
      var causes = node.putArray("causes");
      for (var cause : details.causes()) {
        var entry = causes.addObject().put("reason", cause.reason());
        entry.put("message", cause.message());
        putUnlessEmpty(entry, "field", cause.field());
      }
    }
    return node;
  }

  private static void putUnlessEmpty(ObjectNode node, String field, String value) {
    if (!value.isEmpty()) {
      node.put(field, value);
    }
  }
}
