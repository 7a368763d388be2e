package dev.lamina.agent.task.run;

import dev.lamina.agent.container.Container;
import dev.lamina.agent.container.ContainerSpec;
import dev.lamina.agent.container.StartContent;
import dev.lamina.agent.container.StartException;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.task.cluster.Backoff;
import dev.lamina.agent.task.cluster.Urgency;
import dev.lamina.agent.task.run.RunReports.Traces;
import dev.lamina.agent.task.work.Attempt;
import dev.lamina.agent.task.work.Outcome;
import dev.lamina.agent.task.work.Stopping;
import dev.lamina.crds.containerrun.ContainerState;
import dev.lamina.crds.nodetask.NodeTaskStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one container as its order wants it: observe, decide, act, report, and wait for the next
/// change.
final class Supervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration SHORTLY = Duration.ofSeconds(1);

  /// Waits end early when anything happens; a clock that jumps is noticed after this time.
  private static final Duration LONG = Duration.ofMinutes(5);

  private static final Backoff TROUBLE = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private final Attempt attempt;
  private final Terms order;
  private final ContainerHandle handle;
  private final ExitWatch exits;
  private final Clock clock;
  private @Nullable Shown shown;
  private int troubles;

  /// What the order comes to.
  ///
  /// @param commitment absent = no image is made of it
  /// @param content what it is given at each start
  record Terms(
      RunTerms life,
      ContainerSpec spec,
      RunImage image,
      @Nullable RunCommitment commitment,
      StartContent content,
      RunReports reports) {}

  /// What the NodeTask was told last.
  private record Shown(Outcome outcome, NodeTaskStatus report) {}

  Supervisor(Attempt attempt, Terms order, ContainerHandle handle, Signal signal, Clock clock) {
    this.attempt = attempt;
    this.order = order;
    this.handle = handle;
    this.clock = clock;
    exits = new ExitWatch(handle, signal);
  }

  /// One round.
  ///
  /// @return how long to wait for a change, empty if nothing is left to do
  Optional<Duration> step(boolean stopped) throws InterruptedException {
    try {
      var container = handle.find().orElse(null);
      learn(container);
      var step =
          RunStep.decide(order.life(), stopped, attempt.history(), container, clock.instant());
      var wait = perform(step, container);
      troubles = 0;
      return wait;
    } catch (AgentException e) {
      return Optional.of(troubled(e));
    }
  }

  @Override
  public void close() {
    exits.close();
  }

  private void learn(@Nullable Container container) {
    var started = container == null ? null : container.startedAt();
    if (started != null && attempt.history().firstStart() == null) {
      attempt.remember(attempt.history().withFirstStart(started));
    }
  }

  private Optional<Duration> perform(RunStep step, @Nullable Container container)
      throws InterruptedException {
    return switch (step) {
      case RunStep.Create() -> bring(this::create);
      case RunStep.Start() -> {
        attempt.remember(attempt.history().withStopped(false));
        yield bring(this::start);
      }
      case RunStep.Restart(var end, var streak) -> {
        attempt.remember(attempt.history().withRestart(end, streak));
        yield bring(this::start);
      }
      case RunStep.Rest(var until) -> {
        exits.reset();
        commitBetween(container);
        show(Outcome.waiting("BackOff", "starts again at " + until), exited(container));
        yield Optional.of(until(until));
      }
      case RunStep.Watch(var until) -> {
        show(Outcome.RUNNING, report(container));
        yield Optional.of(exits.ensure() ? until(until) : SHORTLY);
      }
      case RunStep.Stop() -> {
        attempt.remember(attempt.history().withStopped(true));
        handle.stop(attempt.history().grace());
        yield Optional.of(AT_ONCE);
      }
      case RunStep.Expire() -> {
        handle.stop(attempt.history().grace());
        yield finish(RunStep.expired(), handle.find().orElse(null));
      }
      case RunStep.StayStopped() -> {
        stayStopped(container);
        yield Optional.of(LONG);
      }
      case RunStep.Finish(var outcome) -> finish(outcome, container);
    };
  }

  private void create() {
    handle.create(order.spec(), order.image(), this::showPull);
  }

  private void start() {
    handle.start(order.content());
  }

  private void showPull() {
    var message = "pulling image " + order.spec().image();
    var report =
        order.reports().of(null, ContainerState.Pulling, attempt.history(), null, Traces.NONE);
    show(Outcome.waiting("Pulling", message), report);
  }

  /// Makes or starts it; that this fails is the end of the run.
  private Optional<Duration> bring(Runnable action) throws InterruptedException {
    exits.reset();
    try {
      action.run();
      return Optional.of(AT_ONCE);
    } catch (AgentException e) {
      if (handle.isGivenUp()) {
        return Optional.of(AT_ONCE);
      }
      Stopping.rethrow(e);
      return end(Outcome.failed(e), failedStart(e));
    }
  }

  private void stayStopped(@Nullable Container container) throws InterruptedException {
    exits.reset();
    if (!attempt.history().stopped()) {
      attempt.remember(attempt.history().withStopped(true));
    }
    var now = new Shown(Outcome.STOPPED, exited(container));
    if (!now.equals(shown)) {
      shown = now;
      attempt.settle(now.outcome(), now.report());
    }
  }

  /// The end, after the image that is to be made of it.
  private Optional<Duration> finish(Outcome outcome, @Nullable Container container)
      throws InterruptedException {
    var commitment = order.commitment();
    if (commitment != null && container != null && commitment.follows(outcome)) {
      try {
        commit(commitment, container);
      } catch (AgentException e) {
        if (handle.isGivenUp()) {
          return Optional.of(AT_ONCE);
        }
        if (e.reason().retryable()) {
          throw e;
        }
        Stopping.rethrow(e);
        return end(Outcome.failed(e), exited(container));
      }
    }
    return end(outcome, exited(container));
  }

  /// A run that goes on is not ended by an image that cannot be made.
  private void commitBetween(@Nullable Container container) throws InterruptedException {
    var commitment = order.commitment();
    if (commitment != null && container != null && commitment.followsEach()) {
      try {
        commit(commitment, container);
      } catch (AgentException e) {
        if (!handle.isGivenUp()) {
          Stopping.rethrow(e);
          LOG.warn("{}: {}", attempt.key(), e.getMessage());
        }
      }
    }
  }

  private void commit(RunCommitment commitment, Container container) {
    var end = container.finishedAt();
    var last = attempt.history().commit();
    if (end == null || (last != null && last.end().equals(end))) {
      return;
    }
    var message = "making image " + commitment.order().image();
    show(Outcome.waiting("Committing", message), exited(container));
    var image = handle.commit(commitment, end);
    attempt.remember(attempt.history().withCommit(end, image));
  }

  private Optional<Duration> end(Outcome outcome, NodeTaskStatus report)
      throws InterruptedException {
    attempt.end(outcome, report);
    return Optional.empty();
  }

  private void show(Outcome outcome, NodeTaskStatus report) {
    var now = new Shown(outcome, report);
    if (!now.equals(shown)) {
      shown = now;
      attempt.show(outcome, () -> report, Urgency.NOW);
    }
  }

  private NodeTaskStatus report(@Nullable Container container) {
    var state = container == null ? ContainerState.Pending : RunReports.state(container.state());
    return order.reports().of(container, state, attempt.history(), null, Traces.NONE);
  }

  private NodeTaskStatus exited(@Nullable Container container) {
    var traces = container == null ? Traces.NONE : handle.traces();
    return order.reports().of(container, ContainerState.Exited, attempt.history(), null, traces);
  }

  private NodeTaskStatus failedStart(AgentException failure) {
    var container = handle.find().orElse(null);
    var exitCode = failure instanceof StartException start ? (Integer) start.exitCode() : null;
    var traces = container == null ? Traces.NONE : handle.traces();
    return order
        .reports()
        .of(container, ContainerState.Exited, attempt.history(), exitCode, traces);
  }

  /// The node cannot do it now: said, and tried again.
  private Duration troubled(AgentException failure) throws InterruptedException {
    Stopping.rethrow(failure);
    LOG.warn("{}: {}", attempt.key(), failure.getMessage());
    var last = shown;
    if (last != null) {
      show(Outcome.waiting(failure.reason().name(), failure.getMessage()), last.report());
    }
    return TROUBLE.after(troubles++);
  }

  private Duration until(@Nullable Instant time) {
    if (time == null) {
      return LONG;
    }
    var left = Duration.between(clock.instant(), time);
    return left.compareTo(LONG) < 0 ? left : LONG;
  }
}
