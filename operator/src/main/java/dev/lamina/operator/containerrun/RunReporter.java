package dev.lamina.operator.containerrun;

import static dev.lamina.crds.failure.FailureReason.AgentLost;
import static dev.lamina.crds.failure.FailureReason.NoNodeAvailable;

import dev.lamina.crds.containerrun.ContainerRunStatus;
import dev.lamina.crds.containerrun.ContainerState;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.crds.meta.TaskReference;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.NodeTaskStatus;
import dev.lamina.operator.containerrun.RunDecision.AwaitAgent;
import dev.lamina.operator.containerrun.RunDecision.AwaitImage;
import dev.lamina.operator.containerrun.RunDecision.AwaitNode;
import dev.lamina.operator.containerrun.RunDecision.AwaitSecret;
import dev.lamina.operator.containerrun.RunDecision.Clear;
import dev.lamina.operator.containerrun.RunDecision.Complete;
import dev.lamina.operator.containerrun.RunDecision.Fail;
import dev.lamina.operator.containerrun.RunDecision.Follow;
import dev.lamina.operator.containerrun.RunDecision.Refuse;
import dev.lamina.operator.containerrun.RunDecision.Rest;
import dev.lamina.operator.containerrun.RunDecision.Start;
import dev.lamina.operator.containerrun.RunDecision.Toggle;
import dev.lamina.operator.dispatch.TaskPhase;
import dev.lamina.operator.status.Expiry;
import dev.lamina.operator.status.Health;
import dev.lamina.operator.status.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// From a decision to the status that says so; pure.
final class RunReporter {
  private final Observed observed;
  private final StatusDraft draft;

  private RunReporter(Observed observed) {
    this.observed = observed;
    this.draft = StatusDraft.of(observed.status());
  }

  static ContainerRunStatus report(Observed observed, RunDecision decision) {
    return new RunReporter(observed).report(decision);
  }

  private ContainerRunStatus report(RunDecision decision) {
    var health =
        switch (decision) {
          case Refuse refuse -> Health.stalled(refuse.reason().name(), refuse.message());
          case AwaitNode await -> unplaced(await);
          case AwaitImage await -> withoutImage(await);
          case AwaitSecret await -> withoutSecret(await);
          case Start start -> started(start);
          case Clear clear -> Health.progressing("Replacing", clear.why());
          case Toggle toggle -> toggled(toggle);
          case Follow follow -> followed(follow.task());
          case AwaitAgent await -> silent(await.task());
          case Complete complete -> completed(complete.task());
          case Fail fail -> failed(fail);
          case Rest _ -> rested();
        };
    draft.observedGeneration = observed.generation();
    draft.conditions =
        health.conditions(
            observed.status().conditions(), observed.generation(), observed.now(), further());
    return draft.toStatus();
  }

  private List<Verdict> further() {
    var verdicts = new ArrayList<Verdict>();
    enforced().ifPresent(verdicts::add);
    if (RunExpiry.of(observed, draft.report.finishedAt()) instanceof Expiry.Ignored ignored) {
      verdicts.add(ignored.verdict());
    }
    return verdicts;
  }

  private Optional<Verdict> enforced() {
    var fields = UnsupportedFields.notEnforced(observed.spec());
    return fields.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Verdict(
                "Enforced",
                ConditionStatus.False,
                "NotSupported",
                "accepted and not enforced yet: " + String.join(", ", fields)));
  }

  private Health unplaced(AwaitNode await) {
    draft.forgetContainer();
    draft.state = ContainerState.Pending;
    return Health.progressing(NoNodeAvailable.name(), await.message());
  }

  private Health withoutImage(AwaitImage await) {
    draft.forgetContainer();
    draft.state = ContainerState.Pending;
    return Health.progressing("WaitingForImage", await.message());
  }

  private Health withoutSecret(AwaitSecret await) {
    draft.forgetContainer();
    draft.state = ContainerState.Pending;
    return Health.progressing(await.reason(), await.message());
  }

  private Health started(Start start) {
    draft.forgetContainer();
    draft.state = ContainerState.Pending;
    draft.nodeName = start.node();
    return Health.progressing("Starting", "a container starts on " + start.node());
  }

  private Health toggled(Toggle toggle) {
    copy(toggle.task());
    return toggle.stop()
        ? Health.progressing("Stopping", "the container is stopped")
        : Health.progressing("Starting", "the container is started again");
  }

  private Health followed(NodeTask task) {
    copy(task);
    var state = Objects.requireNonNullElse(draft.state, ContainerState.Pending);
    if (task.getSpec().stop()) {
      return TaskPhase.of(task) == TaskPhase.Stopped
          ? Health.ready("Stopped", "the container is stopped, as spec.desiredState says")
          : Health.progressing("Stopping", "the container is stopped");
    }
    return switch (state) {
      case Running -> Health.ready("Running", "");
      case Exited -> Health.progressing(afterExit(task), message(task));
      case Paused, Unknown, Pending, Pulling, Creating ->
          Health.progressing(state.name(), message(task));
    };
  }

  private static String afterExit(NodeTask task) {
    if (TaskPhase.of(task) != TaskPhase.Running) {
      return "Starting";
    }
    var isCommitting =
        Optional.ofNullable(task.getStatus())
            .flatMap(NodeTaskStatus::succeeded)
            .filter(condition -> condition.reason().equals("Committing"))
            .isPresent();
    return isCommitting ? "Committing" : "Restarting";
  }

  private Health silent(NodeTask task) {
    copy(task);
    draft.state = ContainerState.Unknown;
    return Health.progressing(
        ConditionStatus.Unknown,
        AgentLost.name(),
        "the agent of %s does not answer".formatted(task.getSpec().nodeName()));
  }

  private Health completed(NodeTask task) {
    copy(task);
    return Health.ready("Completed", "the container ended with exit code 0");
  }

  private Health failed(Fail fail) {
    copy(fail.task());
    if (fail.reason() == AgentLost) {
      draft.state = ContainerState.Unknown;
      var node = fail.task().getSpec().nodeName();
      return Health.stalled(AgentLost.name(), "node " + node + " has left the cluster");
    }
    return Health.stalled(fail.reason().name(), RunAdvice.of(fail.reason(), fail.task()));
  }

  private Health rested() {
    draft.forgetContainer();
    draft.state = ContainerState.Pending;
    return Health.ready("Stopped", "spec.desiredState is Stopped and there is no container");
  }

  private static String message(NodeTask task) {
    return Optional.ofNullable(task.getStatus())
        .flatMap(NodeTaskStatus::succeeded)
        .map(Condition::message)
        .orElse("");
  }

  /// What the agent says about the container.
  private void copy(NodeTask task) {
    draft.nodeName = task.getSpec().nodeName();
    draft.taskRef = new TaskReference(task.getMetadata().getName(), task.getMetadata().getUid());
    Optional.ofNullable(task.getStatus())
        .map(NodeTaskStatus::run)
        .ifPresent(report -> draft.report = report);
    draft.state = Objects.requireNonNullElse(draft.report.state(), ContainerState.Pending);
  }
}
