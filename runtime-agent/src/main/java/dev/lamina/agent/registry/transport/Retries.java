package dev.lamina.agent.registry.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/// Repeats what failed in a way that may pass: no connection, a reset, a time-out, 408, 429, 5xx.
public record Retries(RetryPolicy policy, Pause pause) {
  @FunctionalInterface
  public interface Attempt<T> {
    T run() throws IOException;
  }

  /// The result of the first attempt that succeeds, or the failure of the last.
  public <T> T run(Attempt<T> attempt) throws IOException {
    for (var number = 1; ; number++) {
      try {
        return attempt.run();
      } catch (IOException e) {
        var delay = delay(number, e);
        if (delay.isEmpty()) {
          throw e;
        }
        sleep(delay.get());
      }
    }
  }

  private Optional<Duration> delay(int number, IOException failure) {
    if (number >= policy.attempts() || !mayPass(failure)) {
      return Optional.empty();
    }
    var asked =
        failure instanceof StatusException status
            ? status.retryAfter()
            : Optional.<Duration>empty();
    return asked
        .or(() -> Optional.of(policy.delay(number)))
        .filter(delay -> delay.compareTo(policy.longestDelay()) <= 0);
  }

  private static boolean mayPass(IOException failure) {
    return switch (failure) {
      case StatusException status -> status.isTransient();
      case RefusedException _, LimitException _ -> false;
      case SSLHandshakeException _, SSLPeerUnverifiedException _ -> false;
      default -> !Thread.currentThread().isInterrupted();
    };
  }

  private void sleep(Duration delay) throws IOException {
    try {
      pause.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }
}
