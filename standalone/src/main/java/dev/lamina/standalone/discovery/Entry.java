package dev.lamina.standalone.discovery;

import dev.lamina.standalone.resource.Names;
import dev.lamina.standalone.resource.ResourceType;
import java.util.List;
import java.util.Locale;

/// A line of discovery: a resource that is stored, or a review.
record Entry(
    String group,
    String version,
    Names names,
    boolean namespaced,
    boolean hasStatus,
    List<String> verbs) {
  private static final List<String> ALL_VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
  static final List<String> STATUS_VERBS = List.of("get", "patch", "update");

  static Entry of(ResourceType type) {
    return new Entry(
        type.group(), type.version(), type.names(), type.namespaced(), type.hasStatus(), ALL_VERBS);
  }

  static Entry of(Review review) {
    var kind = review.name();
    var names =
        new Names(kind, "", review.plural(), kind.toLowerCase(Locale.ROOT), List.of(), List.of());
    return new Entry(review.group(), Review.VERSION, names, false, false, List.of("create"));
  }

  String groupVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }
}
