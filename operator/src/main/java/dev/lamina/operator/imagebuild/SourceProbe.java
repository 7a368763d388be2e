package dev.lamina.operator.imagebuild;

import dev.lamina.crds.imagebuild.BaseImage;
import dev.lamina.crds.imagebuild.ImageBuildStatus;
import dev.lamina.crds.imagebuild.SourceRevision;
import dev.lamina.crds.nodetask.BuildReport;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.NodeTaskStatus;
import dev.lamina.crds.nodetask.TaskType;
import dev.lamina.crds.payload.Durations;
import dev.lamina.crds.payload.Payload;
import dev.lamina.crds.payload.ProbeOrder;
import dev.lamina.operator.dispatch.Owners;
import dev.lamina.operator.dispatch.TaskPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// One kind of look at the sources of a build: when it is due, and what it has found; pure.
///
/// A look is a NodeTask with 0 in the place of a build number. The last one of each kind stays: it
/// says when that was, and what the sources were, should the build that it started fail.
enum SourceProbe {
  BASES(1, "BaseImageChanged"),
  COMMIT(2, "GitRevisionChanged");

  /// In the place of a build number, which is from 1.
  static final long NUMBER = 0;

  private static final Pattern FULL_COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  /// Attempts are told apart by their time: an agent answers what it was asked before from memory.
  private static final Instant FIRST_ATTEMPT = Instant.parse("2026-01-01T00:00:00Z");

  private final int first;
  private final String trigger;

  SourceProbe(int first, String trigger) {
    this.first = first;
    this.trigger = trigger;
  }

  static boolean isProbe(NodeTask task) {
    return task.getSpec().type() == TaskType.Build && Owners.generation(task) == NUMBER;
  }

  /// What starts a build, if the last looks have found another source than was built.
  static Optional<String> trigger(Observed observed) {
    for (var probe : values()) {
      if (probe.interval(observed).isPresent() && probe.hasMoved(observed)) {
        return Optional.of(probe.trigger);
      }
    }
    return Optional.empty();
  }

  static boolean isTrigger(String text) {
    return text.equals(BASES.trigger) || text.equals(COMMIT.trigger);
  }

  String trigger() {
    return trigger;
  }

  int attempt(Instant now) {
    var seconds = Math.max(0, Duration.between(FIRST_ATTEMPT, now).toSeconds());
    return first + 2 * Math.toIntExact(seconds % (Integer.MAX_VALUE / 4));
  }

  /// How long until this look is due, not positive if it is; nothing if there is nothing to look
  /// at.
  Optional<Duration> dueIn(Observed observed, ImageBuildStatus status) {
    var built = status.completionTime();
    if (built == null || order(observed, status).isEmpty()) {
      return Optional.empty();
    }
    var looked = newest(observed).flatMap(TaskPhase::ended).orElse(built);
    var last = looked.isAfter(built) ? looked : built;
    return interval(observed)
        .map(interval -> Duration.between(observed.now(), last.plus(interval)));
  }

  /// What to look at, and what it was; nothing if a look could find nothing new.
  Optional<ProbeOrder> order(Observed observed, ImageBuildStatus status) {
    return switch (this) {
      case BASES -> {
        var bases = bases(observed, status);
        yield bases.isEmpty() ? Optional.empty() : Optional.of(new ProbeOrder(bases, null));
      }
      case COMMIT -> commit(observed, status).map(commit -> new ProbeOrder(List.of(), commit));
    };
  }

  private Optional<Duration> interval(Observed observed) {
    var triggers = observed.spec().triggers();
    if (triggers == null) {
      return Optional.empty();
    }
    var interval =
        switch (this) {
          case BASES -> triggers.baseImage() == null ? null : triggers.baseImage().interval();
          case COMMIT -> triggers.git() == null ? null : triggers.git().interval();
        };
    return Optional.ofNullable(interval).map(Durations::parse).map(SourceProbe::atLeastASecond);
  }

  private static Duration atLeastASecond(Duration interval) {
    return interval.isPositive() ? interval : Duration.ofSeconds(1);
  }

  /// Those that a name stands for: a digest does not move.
  private List<BaseImage> bases(Observed observed, ImageBuildStatus status) {
    var known =
        status.baseImages().isEmpty()
            ? report(observed).map(BuildReport::baseImages).orElse(List.of())
            : status.baseImages();
    return known.stream()
        .filter(base -> base.ref() != null && base.digest() != null && !base.ref().contains("@"))
        .toList();
  }

  private Optional<String> commit(Observed observed, ImageBuildStatus status) {
    var git = observed.spec().source().git();
    if (git == null || FULL_COMMIT.matcher(git.revision()).matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(status.source())
        .map(SourceRevision::revision)
        .or(() -> report(observed).map(BuildReport::source).map(SourceRevision::revision));
  }

  /// Whether the last look is younger than the last build and found something else.
  private boolean hasMoved(Observed observed) {
    var built = observed.status().completionTime();
    var newest = newest(observed).filter(task -> TaskPhase.of(task) == TaskPhase.Succeeded);
    if (built == null || newest.isEmpty() || isBefore(newest.get(), built)) {
      return false;
    }
    var asked = Payload.buildOrder(newest.get().getSpec().payload()).probe();
    return asked != null && report(observed).filter(found -> differs(asked, found)).isPresent();
  }

  private static boolean isBefore(NodeTask task, Instant time) {
    return TaskPhase.ended(task).filter(ended -> !ended.isBefore(time)).isEmpty();
  }

  private boolean differs(ProbeOrder asked, BuildReport found) {
    return switch (this) {
      case BASES ->
          asked.bases().stream()
              .anyMatch(base ->
                  found.baseImages().stream()
                      .anyMatch(now ->
                          Objects.equals(now.ref(), base.ref())
                              && now.digest() != null
                              && !now.digest().equals(base.digest())));
      case COMMIT ->
          found.source() != null
              && found.source().revision() != null
              && !found.source().revision().equals(asked.commit());
    };
  }

  private Optional<BuildReport> report(Observed observed) {
    return newest(observed)
        .filter(task -> TaskPhase.of(task) == TaskPhase.Succeeded)
        .map(NodeTask::getStatus)
        .map(NodeTaskStatus::build);
  }

  private static SourceProbe of(NodeTask task) {
    var probe = Payload.buildOrder(task.getSpec().payload()).probe();
    return probe == null || probe.commit() == null ? BASES : COMMIT;
  }

  Optional<NodeTask> newest(Observed observed) {
    return observed.probes().stream()
        .filter(task -> of(task) == this)
        .reduce((older, newer) -> newer);
  }
}
