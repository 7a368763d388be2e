package dev.lamina.agent.task.pull;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.task.cluster.Backoff;
import dev.lamina.agent.task.cluster.PersistentApi.Pause;
import dev.lamina.agent.task.work.InlineAttempt;
import dev.lamina.agent.task.work.Interruption;
import dev.lamina.agent.task.work.Interruption.Cause;
import dev.lamina.agent.task.work.Interruption.Timer;
import dev.lamina.agent.task.work.Outcome;
import dev.lamina.agent.task.work.Progress;
import dev.lamina.agent.task.work.SealedCredentials;
import dev.lamina.agent.task.work.Stopping;
import dev.lamina.agent.task.work.Wanted;
import dev.lamina.agent.task.work.Work;
import dev.lamina.agent.task.work.WorkContext;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagenode.Assignment;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Pull assignment, from its arguments to its end.
public final class PullTask implements Work {
  private static final Logger LOG = LoggerFactory.getLogger(PullTask.class);
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5));

  private final Assignment assignment;
  private final SealedCredentials credentials;
  private final WorkContext context;
  private final Surroundings surroundings;
  private final Interruption interruption = new Interruption();
  private volatile @Nullable PullReports reports;

  /// What a pull needs of the node.
  ///
  /// @param nanoTime as [System#nanoTime]
  public record Surroundings(PullWork pulls, LongSupplier nanoTime, Pause pause) {}

  public PullTask(
      Assignment assignment,
      SealedCredentials credentials,
      WorkContext context,
      Surroundings surroundings) {
    this.assignment = assignment;
    this.credentials = credentials;
    this.context = context;
    this.surroundings = surroundings;
  }

  @Override
  public void want(Wanted wanted) {
    switch (wanted) {
      case CANCELLED -> interruption.request(Cause.CANCELLED);
      case VANISHED -> interruption.request(Cause.VANISHED);
      case DONE, STOPPED -> {} // nothing that a pull is not doing anyway
    }
  }

  @Override
  public void run() throws InterruptedException {
    var attempt = new InlineAttempt(assignment, String.valueOf(assignment.image()), context);
    Digest digest;
    try {
      digest = interruption.guard(() -> execute(attempt));
    } catch (RuntimeException e) {
      giveUp(e, attempt);
      return;
    }
    attempt.end(Outcome.COMPLETED, progress().withDigest(digest.toString()));
  }

  private Digest execute(InlineAttempt attempt) {
    var order = PullOrder.of(assignment, credentials);
    attempt.begin();
    var pullReports = reportsTo(attempt, order);
    reports = pullReports;
    for (int number = 1; ; number++) {
      pullReports.begin(number);
      try {
        return pullOnce(order, pullReports);
      } catch (AgentException e) {
        if (number >= order.attempts() || !e.reason().retryable() || isGivenUp()) {
          throw e;
        }
        waitAfter(e, number, attempt);
      }
    }
  }

  private Digest pullOnce(PullOrder order, PullReports progress) {
    try (var _ = timer(order.timeout())) {
      return surroundings.pulls().pull(order.request(), progress);
    }
  }

  private Timer timer(@Nullable Duration timeout) {
    return timeout == null ? () -> {} : interruption.requestAfter(timeout, Cause.DEADLINE);
  }

  private void waitAfter(AgentException failure, int tries, InlineAttempt attempt) {
    LOG.info("pulling {}, try {}: {}", assignment.image(), tries, failure.getMessage());
    attempt.show(
        Outcome.waiting(failure.reason().name(), failure.getMessage()), progress().withoutDigest());
    try {
      surroundings.pause().pause(BACKOFF.after(tries - 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(FailureReason.Cancelled, "waiting for the next try", e);
    }
  }

  private boolean isGivenUp() {
    return interruption.cause() != null || Thread.currentThread().isInterrupted();
  }

  private void giveUp(RuntimeException failure, InlineAttempt attempt) throws InterruptedException {
    var cause = interruption.cause();
    if (cause == null) {
      fail(known(failure), attempt);
      return;
    }
    switch (cause) {
      case VANISHED -> attempt.abandon();
      case CANCELLED -> attempt.end(Outcome.CANCELLED, progress());
      case DEADLINE ->
          fail(
              new AgentException(
                  FailureReason.DeadlineExceeded,
                  "the pull did not end within %d s".formatted(assignment.timeoutSeconds()),
                  failure),
              attempt);
    }
  }

  private void fail(AgentException failure, InlineAttempt attempt) throws InterruptedException {
    Stopping.rethrow(failure);
    attempt.end(Outcome.failed(failure), progress());
  }

  private AgentException known(RuntimeException failure) {
    if (failure instanceof AgentException known) {
      return known;
    }
    LOG.error("pulling {}", assignment.image(), failure);
    return new AgentException(FailureReason.InternalError, "pulling: " + failure, failure);
  }

  private PullReports reportsTo(InlineAttempt attempt, PullOrder order) {
    var arguments = assignment.pull();
    return new PullReports(
        new PullReports.Manner(arguments != null && arguments.announce(), assignment.quiet()),
        order.maxImageBytes(),
        surroundings.nanoTime(),
        progress -> attempt.show(Outcome.RUNNING, progress));
  }

  private Progress progress() {
    var known = reports;
    return known == null ? Progress.NONE : known.progress();
  }
}
