package dev.lamina.standalone.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.endpoint.Reader.Page;
import dev.lamina.standalone.endpoint.Written;
import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.resource.ResourceType;
import dev.lamina.standalone.table.Table;
import dev.lamina.standalone.table.Table.Include;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/// Objects in the form a client asked for by its Accept header: as they are, or as tables.
final class Presentation {
  private static final String TABLE = "as=Table";
  private static final String TABLE_VERSION = "g=meta.k8s.io";

  private final Clock clock;

  Presentation(Clock clock) {
    this.clock = clock;
  }

  Answer object(KubeObject object, ResourceType type, Request request) {
    return Answer.ok(form(object, type, request));
  }

  Answer written(Written written, ResourceType type, Request request) {
    var body = form(written.object(), type, request);
    return Answer.json(written.isCreated() ? 201 : 200, body, written.warnings());
  }

  JsonNode form(KubeObject object, ResourceType type, Request request) {
    if (!wantsTable(request)) {
      return object.tree();
    }
    var metadata = Json.object().put("resourceVersion", object.resourceVersion());
    return Table.of(type, clock).render(List.of(object), metadata, include(request));
  }

  Answer list(Page page, ResourceType type, Request request) {
    if (wantsTable(request)) {
      return Answer.ok(
          Table.of(type, clock).render(page.objects(), page.metadata(), include(request)));
    }
    ObjectNode list = Json.object().put("kind", type.names().listKind());
    list.put("apiVersion", type.apiVersion()).set("metadata", page.metadata());
    var items = list.putArray("items");
    page.objects().forEach(object -> items.add(object.tree()));
    return Answer.ok(list);
  }

  private static boolean wantsTable(Request request) {
    return Stream.of(request.accept().split(",", -1))
        .map(String::strip)
        .findFirst()
        .filter(first -> first.contains(TABLE) && first.contains(TABLE_VERSION))
        .isPresent();
  }

  private static Include include(Request request) {
    return switch (request.query().text("includeObject")) {
      case "None" -> Include.None;
      case "Object" -> Include.Object;
      default -> Include.Metadata;
    };
  }
}
