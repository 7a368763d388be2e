package dev.lamina.standalone.server;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A path to a resource: `/api/VERSION/[namespaces/NS/]PLURAL[/NAME[/SUBRESOURCE]]`, or with
/// `/apis/GROUP` in front.
///
/// @param namespace empty for cluster-scoped resources and for all namespaces
/// @param name empty for the collection
record ResourcePath(
    String group,
    String version,
    String namespace,
    String plural,
    String name,
    String subresource) {

  static Optional<ResourcePath> parse(String path) {
    var segments = Arrays.asList(path.split("/", -1)).stream().filter(it -> !it.isEmpty()).toList();
    if (segments.size() >= 3 && segments.getFirst().equals("api")) {
      return below("", segments.get(1), segments.subList(2, segments.size()));
    }
    if (segments.size() >= 4 && segments.getFirst().equals("apis")) {
      return below(segments.get(1), segments.get(2), segments.subList(3, segments.size()));
    }
    return Optional.empty();
  }

  private static Optional<ResourcePath> below(String group, String version, List<String> rest) {
    var inNamespace =
        rest.size() >= 3 && rest.getFirst().equals("namespaces") && !isSubresource(rest.get(2));
    var namespace = inNamespace ? rest.get(1) : "";
    var resource = inNamespace ? rest.subList(2, rest.size()) : rest;
    return resource.size() > 3
        ? Optional.empty()
        : Optional.of(
            new ResourcePath(
                group,
                version,
                namespace,
                resource.getFirst(),
                resource.size() > 1 ? resource.get(1) : "",
                resource.size() > 2 ? resource.get(2) : ""));
  }

  private static boolean isSubresource(String segment) {
    return segment.equals("status") || segment.equals("finalize");
  }

  boolean isCollection() {
    return name.isEmpty();
  }
}
