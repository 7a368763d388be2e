package dev.lamina.standalone.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.resource.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// All groups with all their resources in one document, as kubectl since 1.26 asks for.
///
/// @see <a
///   href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery">aggregated
///   discovery</a>
public final class AggregatedDiscovery {
  public static final String MEDIA_TYPE =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  private static final String API_VERSION = "apidiscovery.k8s.io/v2";

  private final Discovery discovery;

  public AggregatedDiscovery(Discovery discovery) {
    this.discovery = discovery;
  }

  /// Whether an Accept header asks for this form.
  public static boolean isAccepted(String accept) {
    return accept.contains("g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
  }

  /// `/api` or `/apis` in the aggregated form.
  ///
  /// @param core the core group, or all others
  public ObjectNode document(boolean core) {
    var list = Json.object().put("kind", "APIGroupDiscoveryList").put("apiVersion", API_VERSION);
    list.putObject("metadata");
    var items = list.putArray("items");
    byGroup(core).forEach((group, entries) -> items.add(group(group, entries)));
    return list;
  }

  private Map<String, List<Entry>> byGroup(boolean core) {
    return discovery.entries().stream()
        .filter(entry -> entry.group().isEmpty() == core)
        .collect(Collectors.groupingBy(Entry::group, LinkedHashMap::new, Collectors.toList()));
  }

  private static ObjectNode group(String name, List<Entry> entries) {
    var group = Json.object();
    var metadata = group.putObject("metadata").putNull("creationTimestamp");
    if (!name.isEmpty()) {
      metadata.put("name", name);
    }
    var version = group.putArray("versions").addObject();
    version.put("version", entries.getFirst().version()).put("freshness", "Current");
    var resources = version.putArray("resources");
    entries.forEach(entry -> resources.add(resource(entry)));
    return group;
  }

  private static ObjectNode resource(Entry entry) {
    var names = entry.names();
    var resource = Json.object().put("resource", names.plural());
    resource.set("responseKind", kind(entry));
    resource.put("scope", entry.namespaced() ? "Namespaced" : "Cluster");
    resource.put("singularResource", names.singular());
    Discovery.putTexts(resource, "verbs", entry.verbs());
    Discovery.putTextsIfAny(resource, "shortNames", names.shortNames());
    Discovery.putTextsIfAny(resource, "categories", names.categories());
    if (entry.hasStatus()) {
      var status = resource.putArray("subresources").addObject().put("subresource", "status");
      status.set("responseKind", kind(entry));
      Discovery.putTexts(status, "verbs", Entry.STATUS_VERBS);
    }
    return resource;
  }

  private static ObjectNode kind(Entry entry) {
    return Json.object()
        .put("group", entry.group())
        .put("version", entry.version())
        .put("kind", entry.names().kind());
  }
}
