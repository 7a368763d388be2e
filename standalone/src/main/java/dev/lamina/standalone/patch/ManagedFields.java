package dev.lamina.standalone.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lamina.standalone.patch.Manager.Operation;
import dev.lamina.standalone.resource.Json;
import dev.lamina.standalone.resource.KubeObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.SequencedMap;

/// The owners of the fields of one object: `metadata.managedFields`, decoded.
final class ManagedFields {
  private record Owned(FieldSet fields, String apiVersion, String time) {}

  private final SequencedMap<Manager, Owned> owners = new LinkedHashMap<>();

  static ManagedFields of(KubeObject object) {
    return read(object.tree().path("metadata").path("managedFields"));
  }

  private static ManagedFields read(JsonNode entries) {
    var managed = new ManagedFields();
    for (var entry : entries) {
      if (entry.has("manager") && entry.has("operation")) {
        managed.owners.put(manager(entry), owned(entry));
      }
    }
    return managed;
  }

  private static Manager manager(JsonNode entry) {
    return new Manager(
        entry.path("manager").asText(),
        entry.path("operation").asText().equals("Apply") ? Operation.Apply : Operation.Update,
        entry.path("subresource").asText());
  }

  private static Owned owned(JsonNode entry) {
    return new Owned(
        FieldSet.fromJson(entry.path("fieldsV1")),
        entry.path("apiVersion").asText(),
        entry.path("time").asText());
  }

  FieldSet of(Manager manager) {
    var owned = owners.get(manager);
    return owned == null ? FieldSet.EMPTY : owned.fields();
  }

  /// The fields of everyone else, by manager.
  Map<Manager, FieldSet> others(Manager manager) {
    var others = new LinkedHashMap<Manager, FieldSet>();
    for (Entry<Manager, Owned> owner : owners.entrySet()) {
      if (!owner.getKey().equals(manager)) {
        others.put(owner.getKey(), owner.getValue().fields());
      }
    }
    return others;
  }

  /// A manager as conflicts name it.
  String shown(Manager manager) {
    var subresource =
        manager.subresource().isEmpty()
            ? ""
            : " with subresource \"" + manager.subresource() + "\"";
    var owned = owners.get(manager);
    var since =
        owned == null || manager.operation() == Operation.Apply
            ? ""
            : " using " + owned.apiVersion() + " at " + owned.time();
    return "\"" + manager.name() + "\"" + subresource + since;
  }

  void set(Manager manager, FieldSet fields, String apiVersion, Instant now) {
    if (fields.isEmpty()) {
      owners.remove(manager);
    } else if (!fields.equals(of(manager))) {
      owners.put(manager, new Owned(fields, apiVersion, now.toString()));
    }
  }

  void writeTo(KubeObject object) {
    if (owners.isEmpty()) {
      object.metadata().remove("managedFields");
      return;
    }
    var entries = object.metadata().putArray("managedFields");
    owners.forEach((manager, owned) -> write(entries, manager, owned));
  }

  private static void write(ArrayNode entries, Manager manager, Owned owned) {
    var entry = entries.addObject();
    entry.put("apiVersion", owned.apiVersion()).put("fieldsType", "FieldsV1");
    entry.set("fieldsV1", owned.fields().toJson());
    entry.put("manager", manager.name()).put("operation", manager.operation().name());
    if (!manager.subresource().isEmpty()) {
      entry.put("subresource", manager.subresource());
    }
    if (!owned.time().isEmpty()) {
      entry.put("time", owned.time());
    }
  }

  /// Whether a client asks to forget all owners, by a list of one empty entry.
  static boolean isReset(KubeObject object) {
    var entries = object.tree().path("metadata").path("managedFields");
    return entries.size() == 1 && entries.get(0).isEmpty();
  }

  static boolean isAbsent(KubeObject object) {
    return object.tree().path("metadata").path("managedFields").isEmpty();
  }

  static ManagedFields none() {
    return read(Json.object());
  }
}
