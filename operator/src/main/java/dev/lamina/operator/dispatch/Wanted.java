package dev.lamina.operator.dispatch;

import dev.lamina.crds.assignment.AssignmentId;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.ImageNodeSpec;
import dev.lamina.crds.imagenode.NodeRegistries;
import dev.lamina.crds.imagenode.NodeRegistry;
import dev.lamina.crds.meta.SealedValue;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the ImageNode of a node should list.
record Wanted(
    List<Assignment> assignments,
    List<SealedValue> credentials,
    List<String> pins,
    List<NodeRegistry> registries) {
  /// Whether the difference is worth a write. A credential that nobody needs any more leaves with
  /// the next one, as finished work does.
  ///
  /// @param finished ids of listed assignments that have ended
  boolean needWrite(ImageNodeSpec listed, Set<String> finished) {
    return Assignments.needWrite(listed.assignments(), assignments, finished)
        || !Set.copyOf(listed.credentials()).containsAll(credentials)
        || !Set.copyOf(listed.pins()).equals(Set.copyOf(pins))
        || !registries(listed).equals(registries);
  }

  ImageNodeSpec in(ImageNodeSpec spec, long revision) {
    return new ImageNodeSpec(
        revision,
        spec.paused(),
        assignments,
        credentials,
        pins,
        spec.policy(),
        identifiedRegistries());
  }

  static List<NodeRegistry> registries(ImageNodeSpec spec) {
    return spec.registries() == null ? List.of() : spec.registries().entries();
  }

  /// As the node gets them; absent if there are none.
  @Nullable NodeRegistries identifiedRegistries() {
    return registries.isEmpty()
        ? null
        : new NodeRegistries(AssignmentId.of('r', "", 0, registries.toString()), registries);
  }
}
