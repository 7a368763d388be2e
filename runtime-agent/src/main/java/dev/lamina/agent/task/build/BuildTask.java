package dev.lamina.agent.task.build;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.task.build.BuildWork.BuiltResult;
import dev.lamina.agent.task.work.Attempt;
import dev.lamina.agent.task.work.Interruption;
import dev.lamina.agent.task.work.Interruption.Cause;
import dev.lamina.agent.task.work.OrderReader;
import dev.lamina.agent.task.work.Outcome;
import dev.lamina.agent.task.work.SealedCredentials;
import dev.lamina.agent.task.work.Stopping;
import dev.lamina.agent.task.work.Wanted;
import dev.lamina.agent.task.work.Work;
import dev.lamina.agent.task.work.WorkContext;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.payload.BuildOrder;
import dev.lamina.crds.sealing.SealingKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Build assignment, from the order to its end.
public final class BuildTask implements Work {
  private static final Logger LOG = LoggerFactory.getLogger(BuildTask.class);

  private final Assignment assignment;
  private final WorkContext context;
  private final BuildWork builds;
  private final SealingKeys keys;
  private final Interruption interruption = new Interruption();

  /// @param keys what secrets for this node are sealed to
  public BuildTask(Assignment assignment, WorkContext context, BuildWork builds, SealingKeys keys) {
    this.assignment = assignment;
    this.context = context;
    this.builds = builds;
    this.keys = keys;
  }

  @Override
  public void want(Wanted wanted) {
    switch (wanted) {
      case CANCELLED -> interruption.request(Cause.CANCELLED);
      case VANISHED -> interruption.request(Cause.VANISHED);
      case DONE, STOPPED -> {} // nothing that a build is not doing anyway
    }
  }

  @Override
  public void run() throws InterruptedException {
    try (var attempt = new Attempt(assignment, context)) {
      if (attempt.finishReporting()) {
        return;
      }
      var task = attempt.task();
      if (task.isEmpty()) {
        attempt.endWithoutTask(
            Outcome.failed(FailureReason.NotFound, "there is no NodeTask " + attempt.key()));
        return;
      }
      var order = OrderReader.of(attempt.key(), task.get());
      if (!order.isFor(context.nodeName())) {
        attempt.endWithoutTask(order.misdirected());
        return;
      }
      if (order.spec().cancel()) {
        interruption.request(Cause.CANCELLED);
      }
      build(order, attempt);
    }
  }

  private void build(OrderReader order, Attempt attempt) throws InterruptedException {
    var reports = reportsTo(attempt);
    BuiltResult result;
    try {
      result = interruption.guard(() -> execute(order, attempt, reports));
    } catch (RuntimeException e) {
      giveUp(e, attempt, reports);
      return;
    }
    attempt.end(Outcome.COMPLETED, reports.succeeded(result, now()));
  }

  private BuiltResult execute(OrderReader reader, Attempt attempt, BuildReports reports) {
    var order = reader.build(now());
    attempt.begin();
    var deadline = deadline(reader.spec().deadline(), order, attempt.startedAt());
    var sealed = new SealedCredentials(keys, context.nodeName(), reader.spec().sealed());
    var inputs = new SealedInputs(order, sealed);
    if (deadline.isEmpty()) {
      return builds.build(order, inputs, reports.listener());
    }
    try (var _ =
        interruption.requestAfter(Duration.between(now(), deadline.get()), Cause.DEADLINE)) {
      return builds.build(order, inputs, reports.listener());
    }
  }

  private void giveUp(RuntimeException failure, Attempt attempt, BuildReports reports)
      throws InterruptedException {
    var cause = interruption.cause();
    if (cause == null) {
      fail(known(failure), attempt, reports);
      return;
    }
    switch (cause) {
      case VANISHED -> attempt.abandon();
      case CANCELLED -> attempt.end(Outcome.CANCELLED, reports.cancelled(now()));
      case DEADLINE ->
          fail(
              new AgentException(
                  FailureReason.DeadlineExceeded, "the build did not end in time", failure),
              attempt,
              reports);
    }
  }

  private void fail(AgentException failure, Attempt attempt, BuildReports reports)
      throws InterruptedException {
    Stopping.rethrow(failure);
    attempt.end(Outcome.failed(failure), reports.failed(failure, now()));
  }

  private AgentException known(RuntimeException failure) {
    if (failure instanceof AgentException known) {
      return known;
    }
    LOG.error("building {}", assignment.task(), failure);
    return new AgentException(FailureReason.InternalError, "building: " + failure, failure);
  }

  private BuildReports reportsTo(Attempt attempt) {
    return new BuildReports(
        attempt.startedAt(),
        (report, urgency) -> {
          if (!assignment.quiet()) {
            attempt.show(Outcome.RUNNING, report, urgency);
          }
        });
  }

  private Optional<Instant> deadline(
      @Nullable Instant ofTask, BuildOrder order, Instant startedAt) {
    var timeout = assignment.timeoutSeconds();
    return Stream.of(
            Optional.ofNullable(ofTask),
            after(startedAt, order.activeDeadlineSeconds()),
            after(startedAt, timeout == null ? 0 : timeout))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  private static Optional<Instant> after(Instant start, long seconds) {
    return seconds > 0 ? Optional.of(start.plusSeconds(seconds)) : Optional.empty();
  }

  private Instant now() {
    return context.clock().instant();
  }
}
