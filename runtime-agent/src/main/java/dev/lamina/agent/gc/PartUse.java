package dev.lamina.agent.gc;

import java.util.HashMap;
import java.util.Map;

/// Counts who keeps which parts of the store, blobs and snapshots: a part is free when nobody keeps
/// it any more.
final class PartUse {
  private final Map<Object, Integer> users = new HashMap<>();
  private long bytes;

  /// One more keeps these.
  ///
  /// @param parts with their bytes
  void add(Map<Object, Long> parts) {
    parts.forEach((part, size) -> {
      if (users.merge(part, 1, Integer::sum) == 1) {
        bytes += size;
      }
    });
  }

  /// One that kept these is gone.
  ///
  /// @return bytes that are free now
  long remove(Map<Object, Long> parts) {
    var before = bytes;
    parts.forEach((part, size) -> {
      if (users.merge(part, -1, Integer::sum) == 0) {
        bytes -= size;
      }
    });
    return before - bytes;
  }

  /// Of all parts that somebody keeps; what several keep counts once.
  long bytes() {
    return bytes;
  }
}
