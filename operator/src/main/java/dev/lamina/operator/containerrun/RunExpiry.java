package dev.lamina.operator.containerrun;

import dev.lamina.operator.status.Expiry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When a ContainerRun that has ended goes away by itself.
final class RunExpiry {
  private RunExpiry() {}

  static Expiry of(Observed observed, @Nullable Instant finished) {
    return Expiry.of(
        observed.run().getMetadata(),
        observed.spec().ttlSecondsAfterFinished(),
        finished,
        observed.now());
  }
}
