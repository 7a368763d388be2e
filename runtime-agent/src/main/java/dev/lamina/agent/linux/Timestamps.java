package dev.lamina.agent.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.time.Instant;

/// The pair of `struct timespec` that `utimensat` takes.
final class Timestamps {
  private Timestamps() {}

  /// Access and modification time, both the same: a layer has no use for the former.
  static long both(Instant time) {
    var pair = Scratch.current().structure();
    for (var offset = 0; offset < 32; offset += 16) {
      pair.set(JAVA_LONG, offset, time.getEpochSecond());
      pair.set(JAVA_LONG, offset + 8, time.getNano());
    }
    return pair.address();
  }
}
