package dev.lamina.standalone.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.resource.Catalog;
import dev.lamina.standalone.resource.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Tells clients which groups and resources there are, group by group as clients of old ask for it.
/// [AggregatedDiscovery] tells it all at once.
public final class Discovery {
  private final Catalog catalog;

  public Discovery(Catalog catalog) {
    this.catalog = catalog;
  }

  List<Entry> entries() {
    return Stream.concat(
            catalog.types().stream().map(Entry::of), Stream.of(Review.values()).map(Entry::of))
        .sorted(Comparator.comparing(Entry::groupVersion).thenComparing(it -> it.names().plural()))
        .toList();
  }

  /// `/api`
  public ObjectNode coreVersions() {
    var versions = Json.object().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    return versions;
  }

  /// `/apis`
  public ObjectNode groups() {
    var list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    var groups = list.putArray("groups");
    entries().stream()
        .map(Entry::group)
        .filter(group -> !group.isEmpty())
        .distinct()
        .forEach(name -> group(name).ifPresent(groups::add));
    return list;
  }

  /// `/apis/GROUP`
  public Optional<ObjectNode> group(String name) {
    var version =
        entries().stream().filter(it -> it.group().equals(name)).map(Entry::version).findFirst();
    return version.map(it -> {
      var group = Json.object().put("kind", "APIGroup").put("apiVersion", "v1").put("name", name);
      var served = Json.object().put("groupVersion", name + "/" + it).put("version", it);
      group.putArray("versions").add(served);
      group.set("preferredVersion", served.deepCopy());
      return group;
    });
  }

  /// `/api/v1`, `/apis/GROUP/VERSION`
  public Optional<ObjectNode> resources(String group, String version) {
    var entries =
        entries().stream()
            .filter(it -> it.group().equals(group) && it.version().equals(version))
            .toList();
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    var list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
    list.put("groupVersion", entries.getFirst().groupVersion());
    var resources = list.putArray("resources");
    entries.forEach(entry -> add(resources, entry));
    return Optional.of(list);
  }

  private static void add(ArrayNode resources, Entry entry) {
    var names = entry.names();
    var resource = resources.addObject();
    resource.put("name", names.plural()).put("singularName", names.singular());
    resource.put("namespaced", entry.namespaced()).put("kind", names.kind());
    putTexts(resource, "verbs", entry.verbs());
    putTextsIfAny(resource, "shortNames", names.shortNames());
    putTextsIfAny(resource, "categories", names.categories());
    if (entry.hasStatus()) {
      var status = resources.addObject();
      status.put("name", names.plural() + "/status").put("singularName", "");
      status.put("namespaced", entry.namespaced()).put("kind", names.kind());
      putTexts(status, "verbs", Entry.STATUS_VERBS);
    }
  }

  static void putTexts(ObjectNode node, String field, List<String> texts) {
    var array = node.putArray(field);
    texts.forEach(array::add);
  }

  static void putTextsIfAny(ObjectNode node, String field, List<String> texts) {
    if (!texts.isEmpty()) {
      putTexts(node, field, texts);
    }
  }
}
