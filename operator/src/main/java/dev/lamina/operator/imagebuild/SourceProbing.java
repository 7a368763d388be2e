package dev.lamina.operator.imagebuild;

import dev.lamina.crds.assignment.TaskName;
import dev.lamina.crds.imagebuild.ImageBuildStatus;
import dev.lamina.crds.imagebuild.RunPolicy;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.TaskType;
import dev.lamina.crds.payload.Payload;
import dev.lamina.crds.payload.ProbeOrder;
import dev.lamina.operator.dispatch.NewTask;
import dev.lamina.operator.dispatch.TaskPhase;
import dev.lamina.operator.dispatch.Tasks;
import dev.lamina.operator.imagebuild.BuildDecision.Start;
import dev.lamina.operator.imagebuild.BuildInputs.Ordered;
import dev.lamina.operator.scheduling.Candidate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Looks at the sources of builds that are at rest, as often as their triggers say: on the node of
/// the last build, which has what they were.
record SourceProbing(Tasks tasks, BuildCredentials credentials, TaskName names) {
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  /// Begins the looks that are due, and forgets those that are of no use any more.
  ///
  /// @return how long until the next one is due
  Optional<Duration> look(Observed observed, ImageBuildStatus status) {
    observed.probes().stream().filter(task -> isForgotten(task, observed)).forEach(tasks::delete);
    if (observed.spec().suspend() || !(observed.inputs() instanceof Ordered ordered)) {
      return Optional.empty();
    }
    var waits =
        Arrays.stream(SourceProbe.values())
            .flatMap(probe -> wait(probe, observed, status, ordered).stream())
            .toList();
    return waits.stream().min(Duration::compareTo);
  }

  /// One whose agent is lost will not answer; of those that have ended the newest stays.
  private static boolean isForgotten(NodeTask task, Observed observed) {
    if (observed.isLost(task)) {
      return true;
    }
    var isNewest =
        Arrays.stream(SourceProbe.values())
            .anyMatch(probe -> probe.newest(observed).filter(task::equals).isPresent());
    return TaskPhase.of(task).hasEnded() && !isNewest;
  }

  private Optional<Duration> wait(
      SourceProbe probe, Observed observed, ImageBuildStatus status, Ordered ordered) {
    var due = probe.dueIn(observed, status);
    var isOpen = probe.newest(observed).filter(task -> !TaskPhase.of(task).hasEnded()).isPresent();
    if (due.isEmpty() || isOpen) {
      return Optional.empty();
    }
    if (due.get().isPositive()) {
      return due;
    }
    var order = probe.order(observed, status);
    var node = node(observed, status);
    if (order.isPresent() && node.isPresent()) {
      begin(probe, observed, ordered, order.get(), node.get());
    }
    return Optional.of(DEADLINE);
  }

  private static Optional<String> node(Observed observed, ImageBuildStatus status) {
    var names = observed.candidates().stream().map(Candidate::name).toList();
    return names.contains(String.valueOf(status.nodeName()))
        ? Optional.ofNullable(status.nodeName())
        : names.stream().findFirst();
  }

  private void begin(
      SourceProbe probe, Observed observed, Ordered ordered, ProbeOrder order, String node) {
    var start =
        new Start(
            SourceProbe.NUMBER,
            probe.attempt(observed.now()),
            node,
            ordered.order().probing(order),
            List.of(),
            ordered.hash(),
            probe.trigger(),
            null);
    if (credentials.complete(observed.build(), start) instanceof Start complete) {
      tasks.create(newTask(observed, complete).toNodeTask(names));
    }
  }

  private static NewTask newTask(Observed observed, Start start) {
    return new NewTask(
        observed.build(),
        TaskType.Build,
        start.buildNumber(),
        start.attempt(),
        start.node(),
        start.order().platform(),
        Payload.of(start.order()),
        start.sealed(),
        observed.now().plus(DEADLINE),
        RunPolicy.Parallel.name(),
        "SourceProbe");
  }
}
