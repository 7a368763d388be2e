package dev.lamina.operator.imagebuild;

import dev.lamina.operator.status.Expiry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When an ImageBuild that is done goes away by itself.
final class BuildExpiry {
  private BuildExpiry() {}

  static Expiry of(Observed observed, @Nullable Instant completed) {
    return Expiry.of(
        observed.build().getMetadata(),
        observed.spec().ttlSecondsAfterFinished(),
        completed,
        observed.now());
  }
}
