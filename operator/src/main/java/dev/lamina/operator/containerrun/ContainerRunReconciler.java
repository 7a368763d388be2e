package dev.lamina.operator.containerrun;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import dev.lamina.crds.assignment.TaskName;
import dev.lamina.crds.containerrun.ContainerRun;
import dev.lamina.crds.containerrun.ContainerRunStatus;
import dev.lamina.crds.imagebuild.RunPolicy;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.TaskType;
import dev.lamina.crds.payload.Payload;
import dev.lamina.operator.containerrun.Removal.Released;
import dev.lamina.operator.containerrun.Removal.Waiting;
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
import dev.lamina.operator.dispatch.NewTask;
import dev.lamina.operator.dispatch.Owners;
import dev.lamina.operator.dispatch.TaskEvents;
import dev.lamina.operator.dispatch.TaskPhase;
import dev.lamina.operator.dispatch.Tasks;
import dev.lamina.operator.events.EventRecorder;
import dev.lamina.operator.events.News;
import dev.lamina.operator.inventory.FleetImages;
import dev.lamina.operator.inventory.FleetImages.Located;
import dev.lamina.operator.nodes.Liveness;
import dev.lamina.operator.nodes.Nodes;
import dev.lamina.operator.status.StatusPatch;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Brings the container of a ContainerRun to where its spec wants it, and removes it in the end.
public final class ContainerRunReconciler
    implements Reconciler<ContainerRun>, Cleaner<ContainerRun> {
  private static final Duration LOOK_FOR_NODES = Duration.ofSeconds(5);
  private static final Duration LOOK_FOR_SECRET = Duration.ofSeconds(30);
  private static final Duration LOOK_FOR_AGENT = Duration.ofSeconds(20);

  private final Tasks tasks;
  private final TaskEvents<ContainerRun> taskEvents;
  private final Nodes nodes;
  private final FleetImages fleet;
  private final RunCredentials credentials;
  private final EventRecorder events;
  private final TaskName names;
  private final Clock clock;
  private @Nullable ImageBuilds builds;

  public ContainerRunReconciler(
      Tasks tasks,
      TaskEvents<ContainerRun> taskEvents,
      Nodes nodes,
      FleetImages fleet,
      RunCredentials credentials,
      EventRecorder events,
      TaskName names,
      Clock clock) {
    this.tasks = tasks;
    this.taskEvents = taskEvents;
    this.nodes = nodes;
    this.fleet = fleet;
    this.credentials = credentials;
    this.events = events;
    this.names = names;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, ContainerRun>> prepareEventSources(
      EventSourceContext<ContainerRun> context) {
    var watched = ImageBuilds.watch(context);
    builds = watched;
    return Stream.concat(taskEvents.sources().stream(), Stream.of(watched.source())).toList();
  }

  @Override
  public UpdateControl<ContainerRun> reconcile(ContainerRun run, Context<ContainerRun> context) {
    var observed = observe(run);
    var decision = credentials.complete(run, RunDecider.decide(observed));
    var status = RunReporter.report(observed, decision);
    if (StatusPatch.apply(run, status, ContainerRun::new, context)) {
      RunNews.of(observed.status(), status).ifPresent(news -> events.record(run, news));
    }
    act(observed, decision);
    forgotten(observed).forEach(tasks::delete);
    return next(observed, decision, status, context);
  }

  private Observed observe(ContainerRun run) {
    var owned = tasks.ownedBy(run.getMetadata().getUid());
    var image = run.getSpec().image();
    var namespace = run.getMetadata().getNamespace();
    var now = clock.instant();
    return new Observed(
        run,
        RunInputs.of(run, place(run, owned, now)),
        owned,
        lost(owned, now),
        nodes.candidates(tasks.atWorkByNode()),
        image == null ? Map.of() : ImageLocality.nodesWith(image, tasks.inNamespace(namespace)),
        image == null ? Set.of() : nodesWith(namespace, image),
        ImageOrigin.of(image, requireNonNull(builds).inNamespace(namespace)),
        now);
  }

  private Set<String> nodesWith(String namespace, String image) {
    return fleet.find(namespace, image).map(Located::nodes).orElse(Set.of());
  }

  /// Once there is a container it stays where it is, whatever has become of the build.
  private @Nullable FailedStepPlace place(ContainerRun run, List<NodeTask> owned, Instant now) {
    var source = run.getSpec().source();
    if (source == null || source.failedStep() == null) {
      return null;
    }
    return owned.isEmpty()
        ? FailedStepPlace.of(
            source.failedStep(),
            requireNonNull(builds).inNamespace(run.getMetadata().getNamespace()),
            now)
        : new FailedStepPlace.On(owned.getLast().getSpec().nodeName());
  }

  /// A container that is at rest asks nothing of its agent: only the end of its node makes it lost.
  private Set<String> lost(List<NodeTask> owned, Instant now) {
    return owned.stream()
        .filter(task -> isLost(task, now))
        .map(task -> task.getMetadata().getName())
        .collect(toSet());
  }

  private boolean isLost(NodeTask task, Instant now) {
    var node = task.getSpec().nodeName();
    return TaskPhase.of(task).isAtWork()
        ? Liveness.isLost(node, TaskPhase.created(task), nodes, now)
        : !nodes.exists(node);
  }

  private void act(Observed observed, RunDecision decision) {
    switch (decision) {
      case Start start -> tasks.create(newTask(observed, start).toNodeTask(names));
      case Clear clear -> clear.obsolete().forEach(tasks::cancel);
      case Toggle toggle -> tasks.setStop(toggle.task(), toggle.stop());
      case Refuse _ -> {}
      case AwaitNode _ -> {}
      case AwaitImage _ -> {}
      case AwaitSecret _ -> {}
      case Follow _ -> {}
      case AwaitAgent _ -> {}
      case Complete _ -> {}
      case Fail _ -> {}
      case Rest _ -> {}
    }
  }

  private static NewTask newTask(Observed observed, Start start) {
    return new NewTask(
        observed.run(),
        TaskType.Run,
        observed.generation(),
        start.attempt(),
        start.node(),
        null,
        Payload.of(start.order()),
        start.sealed(),
        null,
        RunPolicy.Parallel.name(),
        start.attempt() == 1 ? "SpecChanged" : "Retried");
  }

  /// Tasks of which nothing is left on a node, but for the last attempts of this generation: they
  /// count, and tell which nodes were tried.
  private static List<NodeTask> forgotten(Observed observed) {
    var oldest = observed.nextAttempt() - 1 - observed.spec().backoffLimit();
    return observed.tasks().stream()
        .filter(task -> TaskPhase.of(task) == TaskPhase.Cancelled)
        .filter(task ->
            Owners.generation(task) < observed.generation() || task.getSpec().attempt() < oldest)
        .toList();
  }

  private static UpdateControl<ContainerRun> next(
      Observed observed,
      RunDecision decision,
      ContainerRunStatus status,
      Context<ContainerRun> context) {
    UpdateControl<ContainerRun> control = UpdateControl.noUpdate();
    return switch (decision) {
      case AwaitNode _ -> control.rescheduleAfter(LOOK_FOR_NODES);
      case AwaitImage await ->
          await.pause() == null ? control : control.rescheduleAfter(await.pause());
      case AwaitSecret _ -> control.rescheduleAfter(LOOK_FOR_SECRET);
      case AwaitAgent _ -> control.rescheduleAfter(LOOK_FOR_NODES);
      case Clear _ -> control.rescheduleAfter(LOOK_FOR_AGENT);
      case Start _ -> control.rescheduleAfter(LOOK_FOR_AGENT);
      case Toggle _ -> control.rescheduleAfter(LOOK_FOR_AGENT);
      case Follow _ -> control.rescheduleAfter(LOOK_FOR_AGENT);
      case Complete _ -> expire(observed, status, context);
      case Fail _ -> expire(observed, status, context);
      case Refuse _ -> control;
      case Rest _ -> control;
    };
  }

  private static UpdateControl<ContainerRun> expire(
      Observed observed, ContainerRunStatus status, Context<ContainerRun> context) {
    return RunExpiry.of(observed, status.finishedAt()).carryOut(observed.run(), context);
  }

  @Override
  public DeleteControl cleanup(ContainerRun run, Context<ContainerRun> context) {
    var owned = tasks.ownedBy(run.getMetadata().getUid());
    owned.forEach(tasks::cancel);
    var deletedAt = Instant.parse(run.getMetadata().getDeletionTimestamp());
    var timeout = run.getSpec().stopTimeoutSeconds();
    return switch (Removal.decide(owned, nodes::exists, deletedAt, timeout, clock.instant())) {
      case Waiting _ -> DeleteControl.noFinalizerRemoval().rescheduleAfter(LOOK_FOR_NODES);
      case Released released -> {
        abandoned(released).ifPresent(news -> events.record(run, news));
        yield DeleteControl.defaultDelete();
      }
    };
  }

  private static Optional<News> abandoned(Released released) {
    var nodes =
        released.abandoned().stream().map(task -> task.getSpec().nodeName()).collect(joining(", "));
    return nodes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            News.warning(
                "NodeFailed",
                "no answer from " + nodes + ": its agent removes the container later"));
  }
}
