package dev.lamina.operator.imagepull;

import dev.lamina.crds.imagenode.AssignmentResult;
import org.jspecify.annotations.Nullable;

/// Bytes of all nodes together, kept by the difference that each result makes.
final class Traffic {
  private long pulled;
  private long total;

  void add(@Nullable AssignmentResult before, AssignmentResult after) {
    pulled += bytes(after.bytes()) - (before == null ? 0 : bytes(before.bytes()));
    total += bytes(after.bytesTotal()) - (before == null ? 0 : bytes(before.bytesTotal()));
  }

  long pulled() {
    return pulled;
  }

  long total() {
    return total;
  }

  private static long bytes(@Nullable Long value) {
    return value == null ? 0 : value;
  }
}
