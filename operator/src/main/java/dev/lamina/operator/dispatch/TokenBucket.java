package dev.lamina.operator.dispatch;

import java.time.Duration;
import java.time.Instant;

/// At most `perSecond` takes per second in the long run, and as many at once.
final class TokenBucket {
  private final int perSecond;
  private double tokens;
  private Instant filled;

  TokenBucket(int perSecond, Instant now) {
    this.perSecond = perSecond;
    this.tokens = perSecond;
    this.filled = now;
  }

  /// Takes a token and returns zero, or takes none and returns how long to wait.
  Duration take(Instant now) {
    var elapsed = Math.max(0, Duration.between(filled, now).toNanos());
    tokens = Math.min(perSecond, tokens + elapsed * perSecond / 1e9);
    filled = now;
    if (tokens >= 1) {
      tokens--;
      return Duration.ZERO;
    }
    return Duration.ofNanos((long) Math.ceil((1 - tokens) * 1e9 / perSecond));
  }
}
