package dev.lamina.agent.task.run;

import dev.lamina.agent.container.StartContent;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.task.cluster.Backoff;
import dev.lamina.agent.task.run.Supervisor.Terms;
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
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.crds.nodetask.NodeTaskStatus;
import dev.lamina.crds.payload.RunData;
import dev.lamina.crds.payload.RunOrder;
import dev.lamina.crds.sealing.SealingKeys;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Run assignment, for as long as it exists.
public final class RunTask implements Work {
  private static final Logger LOG = LoggerFactory.getLogger(RunTask.class);
  private static final Backoff TROUBLE = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private final Assignment assignment;
  private final WorkContext context;
  private final RunContainers containers;
  private final RunHost host;
  private final SealingKeys keys;
  private final Signal signal = new Signal();
  private final Interruption pulling = new Interruption();
  private volatile Wanted wanted;

  /// What the reports say of the node.
  ///
  /// @param runtime name of the OCI runtime
  /// @param address where published ports are reached
  public record RunHost(String runtime, String address) {}

  /// Work on an assignment.
  ///
  /// @param wanted at first; what the assignment says, or that it has vanished
  public RunTask(
      Assignment assignment,
      Wanted wanted,
      WorkContext context,
      RunContainers containers,
      RunHost host,
      SealingKeys keys) {
    this.assignment = assignment;
    this.wanted = wanted;
    this.context = context;
    this.containers = containers;
    this.host = host;
    this.keys = keys;
  }

  @Override
  public void want(Wanted now) {
    if (wanted != now) {
      wanted = now;
      giveUpPull(now);
      signal.raise();
    }
  }

  private void giveUpPull(Wanted now) {
    switch (now) {
      case CANCELLED -> pulling.request(Cause.CANCELLED);
      case VANISHED -> pulling.request(Cause.VANISHED);
      case DONE, STOPPED -> {} // the container is wanted
    }
  }

  @Override
  public void run() throws InterruptedException {
    try (var attempt = new Attempt(assignment, context)) {
      var handle = new ContainerHandle(containers, attempt.key(), assignment.id(), pulling);
      if (isAnswered(attempt)) {
        attempt.finishReporting();
        return;
      }
      while (!isDone(attempt, handle)) {
        LOG.debug("{} is wanted {}", attempt.key(), wanted);
      }
    }
  }

  /// What ended by itself stays ended; only `cancel` wants more than that.
  private boolean isAnswered(Attempt attempt) {
    var ended = attempt.ended();
    var wantsEnd = wanted == Wanted.CANCELLED || wanted == Wanted.VANISHED;
    return ended.isPresent() && (ended.get() == ResultState.Cancelled || !wantsEnd);
  }

  /// Follows the assignment until it is over, or wants something of another kind.
  private boolean isDone(Attempt attempt, ContainerHandle handle) throws InterruptedException {
    var task = attempt.task();
    if (task.isEmpty()) {
      remove(attempt, handle);
      attempt.endWithoutTask(ofMissingTask(attempt));
      return true;
    }
    var order = OrderReader.of(attempt.key(), task.get());
    if (!order.isFor(context.nodeName())) {
      attempt.endWithoutTask(order.misdirected());
      return true;
    }
    return switch (wanted) {
      case VANISHED -> true;
      case CANCELLED -> {
        remove(attempt, handle);
        attempt.end(Outcome.CANCELLED, RunReports.gone(task.get().getStatus()));
        yield true;
      }
      case DONE, STOPPED -> isSupervisedToItsEnd(order, attempt, handle);
    };
  }

  private boolean isSupervisedToItsEnd(OrderReader reader, Attempt attempt, ContainerHandle handle)
      throws InterruptedException {
    Terms terms;
    try {
      var order = reader.run();
      terms = terms(order, reader, handle);
      attempt.begin(attempt.history().withGrace(order.stopTimeoutSeconds()));
    } catch (AgentException e) {
      attempt.end(Outcome.failed(e), new NodeTaskStatus(null, null, List.of()));
      return true;
    }
    try (var supervisor = new Supervisor(attempt, terms, handle, signal, context.clock())) {
      for (var now = wanted; now == Wanted.DONE || now == Wanted.STOPPED; now = wanted) {
        var wait = supervisor.step(now == Wanted.STOPPED);
        if (wait.isEmpty()) {
          return true;
        }
        signal.await(wait.get());
      }
      return false;
    }
  }

  private Terms terms(RunOrder order, OrderReader reader, ContainerHandle handle) {
    var credentials = new SealedCredentials(keys, context.nodeName(), reader.spec().sealed());
    var spec = ContainerSpecs.of(order, reader.key().name(), handle.labels());
    return new Terms(
        RunTerms.of(order, reader.spec().deadline()),
        spec,
        RunImages.of(order, credentials),
        commitment(order, credentials),
        content(order, credentials),
        new RunReports(host.runtime(), host.address(), spec.image()));
  }

  private static StartContent content(RunOrder order, SealedCredentials sealed) {
    if (!RunContent.isWanted(order)) {
      return StartContent.NONE;
    }
    var bytes = sealed.openAll(RunData.ID_PREFIX, order.tenant() + "/" + order.owner());
    try {
      return RunContent.of(order, RunData.of(bytes));
    } catch (IllegalArgumentException e) {
      throw new AgentException(
          FailureReason.InvalidArgument, "the sealed content of the order: " + e.getMessage(), e);
    }
  }

  private static @Nullable RunCommitment commitment(RunOrder order, SealedCredentials sealed) {
    var commit = order.commit();
    return commit == null ? null : new RunCommitment(commit, RunImages.toPush(order, sealed));
  }

  private void remove(Attempt attempt, ContainerHandle handle) throws InterruptedException {
    for (int troubles = 0; ; troubles++) {
      try {
        handle.remove(attempt.history().grace());
        return;
      } catch (AgentException e) {
        Stopping.rethrow(e);
        LOG.warn("removing the container of {}: {}", attempt.key(), e.getMessage());
      }
      signal.await(TROUBLE.after(troubles));
    }
  }

  private Outcome ofMissingTask(Attempt attempt) {
    return wanted == Wanted.CANCELLED || wanted == Wanted.VANISHED
        ? Outcome.CANCELLED
        : Outcome.failed(FailureReason.NotFound, "there is no NodeTask " + attempt.key());
  }
}
