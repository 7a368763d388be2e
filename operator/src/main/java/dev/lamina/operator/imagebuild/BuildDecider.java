package dev.lamina.operator.imagebuild;

import dev.lamina.crds.failure.FailureClass;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagebuild.BuildPlacement;
import dev.lamina.crds.imagebuild.BuildStrategy;
import dev.lamina.crds.imagebuild.RunPolicy;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.operator.dispatch.Backoff;
import dev.lamina.operator.dispatch.Owners;
import dev.lamina.operator.dispatch.TaskPhase;
import dev.lamina.operator.imagebuild.BuildDecision.AwaitAgent;
import dev.lamina.operator.imagebuild.BuildDecision.AwaitInput;
import dev.lamina.operator.imagebuild.BuildDecision.AwaitNode;
import dev.lamina.operator.imagebuild.BuildDecision.BackOff;
import dev.lamina.operator.imagebuild.BuildDecision.Fail;
import dev.lamina.operator.imagebuild.BuildDecision.Follow;
import dev.lamina.operator.imagebuild.BuildDecision.Refuse;
import dev.lamina.operator.imagebuild.BuildDecision.Rest;
import dev.lamina.operator.imagebuild.BuildDecision.Start;
import dev.lamina.operator.imagebuild.BuildDecision.Succeed;
import dev.lamina.operator.imagebuild.BuildDecision.Suspend;
import dev.lamina.operator.imagebuild.BuildInputs.Awaited;
import dev.lamina.operator.imagebuild.BuildInputs.Ordered;
import dev.lamina.operator.imagebuild.BuildInputs.Refused;
import dev.lamina.operator.scheduling.Candidate;
import dev.lamina.operator.scheduling.Placement.NoNode;
import dev.lamina.operator.scheduling.Placement.Placed;
import dev.lamina.operator.scheduling.PlacementRequest;
import dev.lamina.operator.scheduling.Scheduler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// From what is observed to what is to be done; pure.
final class BuildDecider {
  private final Observed observed;
  private final Ordered ordered;

  private BuildDecider(Observed observed, Ordered ordered) {
    this.observed = observed;
    this.ordered = ordered;
  }

  static BuildDecision decide(Observed observed) {
    return switch (observed.inputs()) {
      case Refused refused -> new Refuse(refused.reason(), refused.message());
      case Awaited awaited -> awaitInput(observed, awaited);
      case Ordered ordered -> new BuildDecider(observed, ordered).decide();
    };
  }

  /// What is under way goes on: it has what it needs.
  private static BuildDecision awaitInput(Observed observed, Awaited awaited) {
    return observed
        .openTask()
        .filter(task -> !observed.isLost(task))
        .<BuildDecision>map(task -> new Follow(task, false))
        .orElseGet(() -> new AwaitInput(awaited.reason(), awaited.message()));
  }

  private BuildDecision decide() {
    var trigger = trigger();
    return trigger.isPresent() ? decideNewBuild(trigger.get()) : decideCurrentBuild();
  }

  /// Why another build number is due, if it is.
  private Optional<String> trigger() {
    var status = observed.status();
    if (observed.buildNumber() == 0) {
      return Optional.of("Created");
    }
    if (!ordered.hash().equals(status.inputsHash())) {
      return Optional.of("SpecChanged");
    }
    var rebuildAt = observed.rebuildAt();
    return rebuildAt != null && !rebuildAt.equals(status.lastHandledRebuildAt())
        ? Optional.of("RebuildRequested")
        : SourceProbe.trigger(observed);
  }

  private BuildDecision decideNewBuild(String trigger) {
    if (observed.spec().suspend()) {
      return new Suspend();
    }
    var open = observed.openTask();
    if (open.isPresent()
        && observed.spec().effectiveRunPolicy() == RunPolicy.SerialLatestOnly
        && !observed.isLost(open.get())) {
      return new Follow(open.get(), true);
    }
    return start(observed.buildNumber() + 1, 1, trigger);
  }

  private BuildDecision decideCurrentBuild() {
    var number = observed.buildNumber();
    return observed.task(number).map(this::decideTask).orElseGet(() -> decideWithoutTask(number));
  }

  private BuildDecision decideWithoutTask(long number) {
    if (observed.status().completionTime() != null) {
      return new Rest();
    }
    return observed.spec().suspend()
        ? new Suspend()
        : start(number, Optional.ofNullable(observed.status().attempt()).orElse(1), "Resumed");
  }

  private BuildDecision decideTask(NodeTask task) {
    return switch (TaskPhase.of(task)) {
      case Waiting, Running, Stopped ->
          observed.isLost(task) ? replaceLost(task) : new Follow(task, false);
      case Succeeded -> new Succeed(task);
      case Failed -> decideFailed(task, TaskPhase.failureReason(task));
      case Cancelled -> new Fail(task, FailureReason.Cancelled);
    };
  }

  private BuildDecision replaceLost(NodeTask task) {
    if (!mayTryAgain(task)) {
      return new Fail(task, FailureReason.AgentLost);
    }
    var next = again(task, "AgentLost", Set.of(task.getSpec().nodeName()), task);
    return next instanceof Start ? next : new AwaitAgent(task);
  }

  private BuildDecision decideFailed(NodeTask task, FailureReason reason) {
    if (!reason.retryable() || !mayTryAgain(task)) {
      return new Fail(task, reason);
    }
    var pause = Backoff.remaining(task, observed.now());
    if (pause.isPositive()) {
      return new BackOff(task, pause);
    }
    var elsewhere = again(task, reason.name(), Set.of(task.getSpec().nodeName()), null);
    return reason.failureClass() == FailureClass.NodeError && elsewhere instanceof Start
        ? elsewhere
        : again(task, reason.name(), Set.of(), null);
  }

  private BuildDecision again(
      NodeTask task, String trigger, Set<String> excluded, @Nullable NodeTask replaced) {
    var attempt = task.getSpec().attempt() + 1;
    return start(Owners.generation(task), attempt, trigger, excluded, replaced);
  }

  private boolean mayTryAgain(NodeTask task) {
    return task.getSpec().attempt() <= observed.spec().backoffLimit();
  }

  private BuildDecision start(long number, int attempt, String trigger) {
    return start(number, attempt, trigger, Set.of(), null);
  }

  private BuildDecision start(
      long number, int attempt, String trigger, Set<String> excluded, @Nullable NodeTask replaced) {
    var foreign = foreignPlatform();
    if (foreign.isPresent()) {
      return new Refuse(FailureReason.NotSupported, foreign.get());
    }
    return switch (Scheduler.place(placementRequest(excluded), observed.candidates())) {
      case NoNode none -> new AwaitNode(none.message());
      case Placed placed ->
          new Start(
              number,
              attempt,
              placed.node(),
              pullsBases(number, trigger) ? ordered.order().pullingBases() : ordered.order(),
              List.of(),
              ordered.hash(),
              trigger,
              replaced);
    };
  }

  /// A build that a moved base image started takes the new one at every try, on whatever node.
  private boolean pullsBases(long number, String trigger) {
    return SourceProbe.isTrigger(trigger)
        || observed
            .task(number)
            .filter(task -> task.getSpec().payload().path("pullBases").asBoolean())
            .isPresent();
  }

  /// Cross-building needs emulation, which no agent has: a platform that no node has is refused.
  private Optional<String> foreignPlatform() {
    var platform = ordered.order().platform();
    var platforms =
        observed.candidates().stream().map(Candidate::platform).filter(p -> p != null).toList();
    return platform == null || platforms.isEmpty() || platforms.contains(platform)
        ? Optional.empty()
        : Optional.of(
            "not supported yet: spec.platforms %s on nodes of %s"
                .formatted(platform, String.join(", ", Set.copyOf(platforms))));
  }

  private PlacementRequest placementRequest(Set<String> excluded) {
    var placement =
        Optional.ofNullable(observed.spec().placement())
            .orElse(new BuildPlacement(Map.of(), null, BuildStrategy.CacheAffinity));
    return new PlacementRequest(
        placement.nodeSelector(),
        ordered.node() == null ? placement.nodeName() : ordered.node(),
        ordered.order().platform(),
        placement.strategy() == BuildStrategy.CacheAffinity ? warm(excluded) : Set.of(),
        excluded);
  }

  /// The node of the build before has the cache; without one, those that have the bases.
  private Set<String> warm(Set<String> excluded) {
    var last = observed.status().nodeName();
    return last == null || excluded.contains(last) ? observed.near().get() : Set.of(last);
  }
}
