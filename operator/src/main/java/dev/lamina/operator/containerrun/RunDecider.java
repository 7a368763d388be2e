package dev.lamina.operator.containerrun;

import dev.lamina.crds.containerrun.DesiredState;
import dev.lamina.crds.containerrun.RestartPolicy;
import dev.lamina.crds.containerrun.RunPlacement;
import dev.lamina.crds.containerrun.RunStrategy;
import dev.lamina.crds.failure.FailureClass;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.NodeTaskStatus;
import dev.lamina.crds.nodetask.RunReport;
import dev.lamina.operator.containerrun.RunDecision.AwaitAgent;
import dev.lamina.operator.containerrun.RunDecision.AwaitImage;
import dev.lamina.operator.containerrun.RunDecision.AwaitNode;
import dev.lamina.operator.containerrun.RunDecision.Clear;
import dev.lamina.operator.containerrun.RunDecision.Complete;
import dev.lamina.operator.containerrun.RunDecision.Fail;
import dev.lamina.operator.containerrun.RunDecision.Follow;
import dev.lamina.operator.containerrun.RunDecision.Refuse;
import dev.lamina.operator.containerrun.RunDecision.Rest;
import dev.lamina.operator.containerrun.RunDecision.Start;
import dev.lamina.operator.containerrun.RunDecision.Toggle;
import dev.lamina.operator.containerrun.RunInputs.Awaited;
import dev.lamina.operator.containerrun.RunInputs.Ordered;
import dev.lamina.operator.containerrun.RunInputs.Refused;
import dev.lamina.operator.dispatch.TaskPhase;
import dev.lamina.operator.scheduling.Placement;
import dev.lamina.operator.scheduling.Placement.NoNode;
import dev.lamina.operator.scheduling.Placement.Placed;
import dev.lamina.operator.scheduling.PlacementRequest;
import dev.lamina.operator.scheduling.Scheduler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// From what is observed to what is to be done; pure.
final class RunDecider {
  private final Observed observed;
  private final Ordered ordered;

  private RunDecider(Observed observed, Ordered ordered) {
    this.observed = observed;
    this.ordered = ordered;
  }

  static RunDecision decide(Observed observed) {
    return switch (observed.inputs()) {
      case Refused refused -> new Refuse(refused.reason(), refused.message());
      case Awaited awaited -> new AwaitImage(awaited.message(), null);
      case Ordered ordered -> new RunDecider(observed, ordered).decide();
    };
  }

  private RunDecision decide() {
    var current = observed.current(ordered.hash());
    var unasked =
        observed.obsolete(current).stream().filter(task -> !task.getSpec().cancel()).toList();
    if (!unasked.isEmpty()) {
      return new Clear(unasked, "the container is replaced by one of the changed spec");
    }
    return current.map(this::decideCurrent).orElseGet(this::decideNone);
  }

  private RunDecision decideNone() {
    var leaving =
        observed.obsolete(Optional.empty()).stream()
            .filter(task -> !observed.isLost(task))
            .toList();
    if (!leaving.isEmpty()) {
      return new Clear(leaving, "the container before has to be gone first");
    }
    if (observed.spec().desiredState() == DesiredState.Stopped) {
      return new Rest();
    }
    return new ImageWait(observed)
        .beforeTheFirst()
        .<RunDecision>map(await -> await)
        .orElseGet(this::decideStart);
  }

  private RunDecision decideStart() {
    return switch (place(excludedNodes())) {
      case NoNode none -> new AwaitNode(none.message());
      case Placed placed ->
          new Start(observed.nextAttempt(), placed.node(), ordered.order(), List.of());
    };
  }

  private RunDecision decideCurrent(NodeTask task) {
    var stop = observed.spec().desiredState() == DesiredState.Stopped;
    var phase = TaskPhase.of(task);
    if (!phase.hasEnded() && task.getSpec().stop() != stop) {
      return new Toggle(task, stop);
    }
    return switch (phase) {
      case Waiting, Running -> observed.isLost(task) ? decideLost(task) : new Follow(task);
      case Stopped -> new Follow(task);
      case Succeeded -> new Complete(task);
      case Failed -> decideFailed(task);
      case Cancelled -> new Fail(task, FailureReason.Cancelled);
    };
  }

  /// Only a container that may be restarted is started elsewhere: the lost one may still run.
  private RunDecision decideLost(NodeTask task) {
    var mayMove = observed.spec().restartPolicy() != RestartPolicy.Never || !hasStarted(task);
    var elsewhere = place(Set.of(task.getSpec().nodeName()));
    if (mayMove && elsewhere instanceof Placed) {
      return new Clear(
          List.of(task), "the agent of " + task.getSpec().nodeName() + " does not answer");
    }
    var isGone =
        observed.candidates().stream()
            .noneMatch(node -> node.name().equals(task.getSpec().nodeName()));
    return isGone && !mayMove ? new Fail(task, FailureReason.AgentLost) : new AwaitAgent(task);
  }

  /// A container that never started failed because of its node, if the reason may pass: another
  /// try.
  private RunDecision decideFailed(NodeTask task) {
    var reason = TaskPhase.failureReason(task);
    if (isOfImage(reason) && !hasStarted(task)) {
      return new ImageWait(observed).after(task);
    }
    var mayTryAgain =
        reason.retryable()
            && !hasStarted(task)
            && task.getSpec().attempt() <= observed.spec().backoffLimit();
    return mayTryAgain
        ? new Clear(
            List.of(task), "starting failed and is tried again: " + RunAdvice.of(reason, task))
        : new Fail(task, reason);
  }

  /// Nothing but the pull of an image speaks to a registry.
  private static boolean isOfImage(FailureReason reason) {
    return reason == FailureReason.ImageNotFound
        || reason.failureClass() == FailureClass.RegistryError;
  }

  private static boolean hasStarted(NodeTask task) {
    return Optional.ofNullable(task.getStatus())
        .map(NodeTaskStatus::run)
        .map(RunReport::startedAt)
        .isPresent();
  }

  /// Another node than those that failed is better; the same one is better than none.
  private Set<String> excludedNodes() {
    var tried = observed.triedNodes();
    return place(tried) instanceof Placed ? tried : observed.lostNodes();
  }

  private Placement place(Set<String> excluded) {
    var placement =
        Optional.ofNullable(observed.spec().placement())
            .orElse(new RunPlacement(null, Map.of(), RunStrategy.ImageLocality));
    return Scheduler.place(
        new PlacementRequest(
            placement.nodeSelector(),
            ordered.node() == null ? placement.nodeName() : ordered.node(),
            null,
            placement.strategy() == RunStrategy.ImageLocality ? withImage() : Set.of(),
            excluded),
        observed.candidates());
  }

  /// What was built a moment ago is listed a little later; where it was built it is the newest.
  private Set<String> withImage() {
    var built = observed.withImage().keySet();
    return built.isEmpty() ? observed.near() : built;
  }
}
