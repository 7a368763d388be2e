package dev.lamina.operator.dispatch;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.ImageNodeSpec;
import dev.lamina.crds.meta.SealedValue;
import java.util.List;
import java.util.Set;

/// What the ImageNode of a node should list.
record Wanted(List<Assignment> assignments, List<SealedValue> credentials, List<String> pins) {
  /// Whether the difference is worth a write. A credential that nobody needs any more leaves with
  /// the next one, as finished work does.
  ///
  /// @param finished ids of listed assignments that have ended
  boolean needWrite(ImageNodeSpec listed, Set<String> finished) {
    return Assignments.needWrite(listed.assignments(), assignments, finished)
        || !Set.copyOf(listed.credentials()).containsAll(credentials)
        || !Set.copyOf(listed.pins()).equals(Set.copyOf(pins));
  }

  ImageNodeSpec in(ImageNodeSpec spec, long revision) {
    return new ImageNodeSpec(
        revision, spec.paused(), assignments, credentials, pins, spec.policy());
  }
}
