package dev.lamina.operator.imagebuild;

import static java.util.stream.Collectors.toSet;

import dev.lamina.crds.assignment.TaskName;
import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.imagebuild.ImageBuildStatus;
import dev.lamina.crds.imagebuild.RunPolicy;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.TaskType;
import dev.lamina.crds.payload.Payload;
import dev.lamina.operator.dispatch.NewTask;
import dev.lamina.operator.dispatch.TaskEvents;
import dev.lamina.operator.dispatch.TaskPhase;
import dev.lamina.operator.dispatch.Tasks;
import dev.lamina.operator.events.EventRecorder;
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
import dev.lamina.operator.nodes.Liveness;
import dev.lamina.operator.nodes.Nodes;
import dev.lamina.operator.status.Expiry;
import dev.lamina.operator.status.StatusPatch;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Brings the builds of an ImageBuild to where its spec wants them.
public final class ImageBuildReconciler implements Reconciler<ImageBuild> {
  private static final Duration LOOK_FOR_NODES = Duration.ofSeconds(5);
  private static final Duration LOOK_FOR_INPUTS = Duration.ofSeconds(2);
  private static final Duration LOOK_FOR_CHANGES = Duration.ofSeconds(30);
  private static final Duration LOOK_FOR_AGENT = Duration.ofSeconds(20);

  private final Tasks tasks;
  private final TaskEvents<ImageBuild> taskEvents;
  private final Nodes nodes;
  private final BuildReferences references;
  private final BuildCredentials credentials;
  private final EventRecorder events;
  private final SourceProbing probing;
  private final TaskName names;
  private final Clock clock;

  public ImageBuildReconciler(
      Tasks tasks,
      TaskEvents<ImageBuild> taskEvents,
      Nodes nodes,
      BuildReferences references,
      BuildCredentials credentials,
      EventRecorder events,
      TaskName names,
      Clock clock) {
    this.tasks = tasks;
    this.taskEvents = taskEvents;
    this.nodes = nodes;
    this.references = references;
    this.credentials = credentials;
    this.events = events;
    this.probing = new SourceProbing(tasks, credentials, names);
    this.names = names;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, ImageBuild>> prepareEventSources(
      EventSourceContext<ImageBuild> context) {
    return taskEvents.sources();
  }

  @Override
  public UpdateControl<ImageBuild> reconcile(ImageBuild build, Context<ImageBuild> context) {
    var observed = observe(build);
    var decision = credentials.complete(build, BuildDecider.decide(observed));
    var status = BuildReporter.report(observed, decision);
    if (StatusPatch.apply(build, status, ImageBuild::new, context)) {
      BuildNews.of(observed.status(), status, decision)
          .ifPresent(news -> events.record(build, news));
      BuildNews.ofLints(observed.status(), status).ifPresent(news -> events.record(build, news));
    }
    act(observed, decision);
    History.forgotten(observed, StatusDraft.of(status)).forEach(tasks::delete);
    return next(observed, decision, status, context);
  }

  private Observed observe(ImageBuild build) {
    var owned = tasks.ownedBy(build.getMetadata().getUid());
    var inputs = BuildInputs.of(build, references);
    var now = clock.instant();
    return new Observed(
        build,
        inputs,
        owned.stream().filter(task -> !SourceProbe.isProbe(task)).toList(),
        owned.stream().filter(SourceProbe::isProbe).toList(),
        lost(owned, now),
        nodes.candidates(tasks.atWorkByNode()),
        () -> BaseImages.nodesWith(inputs, references),
        now);
  }

  private Set<String> lost(List<NodeTask> owned, Instant now) {
    return owned.stream()
        .filter(task -> TaskPhase.of(task).isAtWork())
        .filter(task -> Liveness.isLost(task.getSpec().nodeName(), asked(task, owned), nodes, now))
        .map(task -> task.getMetadata().getName())
        .collect(toSet());
  }

  /// When the agent was asked to work: a task may have waited for the end of an older one.
  private static Instant asked(NodeTask task, List<NodeTask> owned) {
    return owned.stream()
        .flatMap(other -> TaskPhase.ended(other).stream())
        .reduce(TaskPhase.created(task), (one, other) -> one.isAfter(other) ? one : other);
  }

  private void act(Observed observed, BuildDecision decision) {
    switch (decision) {
      case Start start -> {
        Optional.ofNullable(start.replaced()).ifPresent(tasks::cancel);
        tasks.create(newTask(observed, start, names).toNodeTask(names));
      }
      case Fail fail when !TaskPhase.of(fail.task()).hasEnded() -> tasks.cancel(fail.task());
      case Fail _ -> {}
      case Refuse _ -> {}
      case Suspend _ -> {}
      case AwaitNode _ -> {}
      case AwaitInput _ -> {}
      case AwaitAgent _ -> {}
      case BackOff _ -> {}
      case Follow _ -> {}
      case Succeed _ -> {}
      case Rest _ -> {}
    }
  }

  private static NewTask newTask(Observed observed, Start start, TaskName names) {
    var isSerial = observed.spec().effectiveRunPolicy() == RunPolicy.Serial;
    return new NewTask(
        observed.build(),
        TaskType.Build,
        start.buildNumber(),
        start.attempt(),
        start.node(),
        start.order().platform(),
        Payload.of(KeptSteps.of(observed.build(), start, names)),
        start.sealed(),
        isSerial ? null : observed.now().plusSeconds(start.order().activeDeadlineSeconds()),
        isSerial ? RunPolicy.Serial.name() : RunPolicy.Parallel.name(),
        start.trigger());
  }

  private UpdateControl<ImageBuild> next(
      Observed observed,
      BuildDecision decision,
      ImageBuildStatus status,
      Context<ImageBuild> context) {
    UpdateControl<ImageBuild> control = UpdateControl.noUpdate();
    return switch (decision) {
      case AwaitNode _ -> control.rescheduleAfter(LOOK_FOR_NODES);
      case AwaitInput _ -> control.rescheduleAfter(LOOK_FOR_INPUTS);
      case BackOff backOff -> control.rescheduleAfter(backOff.pause());
      case Start _ -> control.rescheduleAfter(LOOK_FOR_AGENT);
      case Follow _ -> control.rescheduleAfter(LOOK_FOR_AGENT);
      case AwaitAgent _ -> control.rescheduleAfter(LOOK_FOR_NODES);
      case Succeed _ -> expire(observed, status, context, control);
      case Fail _ -> expire(observed, status, context, control);
      case Rest _ -> expire(observed, status, context, control);
      case Refuse _ -> control;
      case Suspend _ -> control;
    };
  }

  /// What a spec names elsewhere changes without a word.
  private UpdateControl<ImageBuild> lookAgain(
      Observed observed, ImageBuildStatus status, UpdateControl<ImageBuild> control) {
    var elsewhere =
        BuildInputs.areElsewhere(observed.spec())
            ? Optional.of(LOOK_FOR_CHANGES)
            : Optional.<Duration>empty();
    return Stream.concat(elsewhere.stream(), probing.look(observed, status).stream())
        .min(Duration::compareTo)
        .map(control::rescheduleAfter)
        .orElse(control);
  }

  private UpdateControl<ImageBuild> expire(
      Observed observed,
      ImageBuildStatus status,
      Context<ImageBuild> context,
      UpdateControl<ImageBuild> control) {
    var expiry = BuildExpiry.of(observed, status.completionTime());
    return expiry instanceof Expiry.In
        ? expiry.carryOut(observed.build(), context)
        : lookAgain(observed, status, control);
  }
}
