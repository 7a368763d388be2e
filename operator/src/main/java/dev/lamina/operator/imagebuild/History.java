package dev.lamina.operator.imagebuild;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.lamina.crds.imagebuild.BuildRecord;
import dev.lamina.crds.imagebuild.BuildResult;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.Lamina;
import dev.lamina.crds.nodetask.BuildReport;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.NodeTaskStatus;
import dev.lamina.operator.dispatch.Owners;
import dev.lamina.operator.dispatch.TaskPhase;
import dev.lamina.operator.imagebuild.BuildDecision.Fail;
import dev.lamina.operator.imagebuild.BuildDecision.Succeed;
import dev.lamina.operator.status.HumanReadable;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The finished builds that are remembered, and the NodeTasks that need not be.
final class History {
  private static final Comparator<BuildRecord> NEWEST_FIRST =
      comparing(History::number, Comparator.reverseOrder());

  private History() {}

  /// The history with every build that has ended since, within the limits, the newest first.
  static List<BuildRecord> fold(Observed observed, StatusDraft draft, BuildDecision decision) {
    var records =
        observed.status().history().stream().collect(toMap(History::number, record -> record));
    for (var task : lastTries(observed)) {
      var number = Owners.generation(task);
      if (isFinal(number, task, draft, decision)) {
        records.putIfAbsent(number, record(number, task, decision));
      }
    }
    var limits = observed.spec().historyLimits();
    var sorted = records.values().stream().sorted(NEWEST_FIRST).toList();
    return Stream.concat(
            sorted.stream().filter(History::isSuccess).limit(limits.successful()),
            sorted.stream().filter(Predicate.not(History::isSuccess)).limit(limits.failed()))
        .sorted(NEWEST_FIRST)
        .toList();
  }

  /// The tasks of builds that are neither current nor remembered, once all of them have ended.
  static List<NodeTask> forgotten(Observed observed, StatusDraft draft) {
    var kept = draft.history.stream().map(History::number).collect(toSet());
    return observed.tasks().stream()
        .filter(task -> !kept.contains(Owners.generation(task)))
        .filter(task -> !Objects.equals(draft.buildNumber, Owners.generation(task)))
        .filter(task -> TaskPhase.of(task).hasEnded())
        .toList();
  }

  private static Iterable<NodeTask> lastTries(Observed observed) {
    var tries = new TreeMap<Long, NodeTask>();
    observed.tasks().forEach(task -> tries.put(Owners.generation(task), task));
    return tries.values();
  }

  /// A failed try of the current build may be repeated; only the decision says that it is not.
  private static boolean isFinal(
      long number, NodeTask task, StatusDraft draft, BuildDecision decision) {
    var isCurrent = Objects.equals(draft.buildNumber, number);
    return isCurrent
        ? decision instanceof Succeed || decision instanceof Fail
        : TaskPhase.of(task).hasEnded();
  }

  private static BuildRecord record(long number, NodeTask task, BuildDecision decision) {
    var report = Optional.ofNullable(task.getStatus()).map(NodeTaskStatus::build);
    var result = result(task);
    var reason =
        decision instanceof Fail fail && fail.task().equals(task)
            ? fail.reason().name()
            : Optional.ofNullable(task.getStatus())
                .flatMap(NodeTaskStatus::succeeded)
                .map(Condition::reason)
                .orElse("");
    return new BuildRecord(
        number,
        result,
        result == BuildResult.Succeeded ? null : reason,
        report.map(BuildReport::digest).orElse(null),
        report.map(known -> duration(known.startedAt(), known.finishedAt())).orElse(null),
        report.map(BuildReport::finishedAt).or(() -> TaskPhase.ended(task)).orElse(null),
        trigger(task));
  }

  private static BuildResult result(NodeTask task) {
    return switch (TaskPhase.of(task)) {
      case Succeeded -> BuildResult.Succeeded;
      case Cancelled -> BuildResult.Cancelled;
      case Waiting, Running, Stopped, Failed -> BuildResult.Failed;
    };
  }

  private static @Nullable String trigger(NodeTask task) {
    var annotations = task.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(Lamina.TRIGGER);
  }

  private static @Nullable String duration(@Nullable Instant start, @Nullable Instant end) {
    return start == null || end == null
        ? null
        : HumanReadable.duration(Duration.between(start, end));
  }

  private static long number(BuildRecord record) {
    return Optional.ofNullable(record.buildNumber()).orElse(0L);
  }

  private static boolean isSuccess(BuildRecord record) {
    return record.result() == BuildResult.Succeeded;
  }
}
