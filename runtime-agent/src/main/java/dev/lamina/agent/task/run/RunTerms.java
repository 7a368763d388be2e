package dev.lamina.agent.task.run;

import dev.lamina.agent.task.cluster.Backoff;
import dev.lamina.agent.task.work.RunHistory;
import dev.lamina.crds.containerrun.RestartPolicy;
import dev.lamina.crds.payload.RunOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an order says about the life of its container.
///
/// @param deadline of the NodeTask
/// @param longest how long it may go on from its first start
record RunTerms(
    RestartPolicy policy,
    int backoffLimit,
    @Nullable Instant deadline,
    @Nullable Duration longest) {
  /// As [RunOrder] has it.
  static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  /// A run of this length makes the next pause short again.
  static final Duration STEADY = Duration.ofMinutes(10);

  static RunTerms of(RunOrder order, @Nullable Instant deadline) {
    var seconds = order.activeDeadlineSeconds();
    return new RunTerms(
        order.restartPolicy(),
        order.backoffLimit(),
        deadline,
        seconds == null ? null : Duration.ofSeconds(seconds));
  }

  boolean restarts(int exitCode, int restartsSoFar) {
    return switch (policy) {
      case Never -> false;
      case OnFailure -> exitCode != 0 && restartsSoFar < backoffLimit;
      case Always -> true;
    };
  }

  /// When it has to end.
  Optional<Instant> end(RunHistory history) {
    var first = history.firstStart();
    var byLength =
        first == null || longest == null
            ? Optional.<Instant>empty()
            : Optional.of(first.plus(longest));
    return Stream.of(Optional.ofNullable(deadline), byLength)
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }
}
