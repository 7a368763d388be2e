package dev.lamina.operator.imagebuild;

import static dev.lamina.crds.failure.FailureReason.AgentLost;
import static dev.lamina.crds.failure.FailureReason.NoNodeAvailable;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagebuild.BuildFailure;
import dev.lamina.crds.imagebuild.ImageBuildStatus;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.TaskReference;
import dev.lamina.crds.nodetask.BuildReport;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.NodeTaskStatus;
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
import dev.lamina.operator.status.Expiry;
import dev.lamina.operator.status.Health;
import dev.lamina.operator.status.HumanReadable;
import dev.lamina.operator.status.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// From a decision to the status that says so; pure.
final class BuildReporter {
  private static final String BUILDING = "Building";

  private final Observed observed;
  private final StatusDraft draft;

  private BuildReporter(Observed observed) {
    this.observed = observed;
    this.draft = StatusDraft.of(observed.status());
  }

  static ImageBuildStatus report(Observed observed, BuildDecision decision) {
    return new BuildReporter(observed).report(decision);
  }

  private ImageBuildStatus report(BuildDecision decision) {
    var health =
        switch (decision) {
          case Refuse refuse -> Health.stalled(refuse.reason().name(), refuse.message());
          case Suspend _ -> Health.suspended(draft.conditions);
          case AwaitNode await -> Health.progressing(NoNodeAvailable.name(), await.message());
          case AwaitInput await -> Health.progressing(await.reason(), await.message());
          case Start start -> started(start);
          case BackOff backOff -> backedOff(backOff);
          case Follow follow -> followed(follow);
          case AwaitAgent await -> silent(await.task());
          case Succeed succeed -> succeeded(succeed.task());
          case Fail fail -> failed(fail);
          case Rest _ -> null;
        };
    draft.observedGeneration = observed.generation();
    draft.history = History.fold(observed, draft, decision);
    draft.conditions = health == null ? rested() : conditions(health);
    return draft.toStatus();
  }

  private List<Condition> conditions(Health health) {
    return health.conditions(
        observed.status().conditions(), observed.generation(), observed.now(), ttl());
  }

  private List<Verdict> ttl() {
    return switch (BuildExpiry.of(observed, draft.completionTime)) {
      case Expiry.Ignored ignored -> List.of(ignored.verdict());
      case Expiry.In _ -> List.of();
      case Expiry.Never _ -> List.of();
    };
  }

  /// Nothing has happened; only the generation may be another one.
  private List<Condition> rested() {
    return observed.status().conditions().stream()
        .map(condition ->
            new Condition(
                condition.type(),
                condition.status(),
                observed.generation(),
                condition.lastTransitionTime(),
                condition.reason(),
                condition.message()))
        .toList();
  }

  private Health started(Start start) {
    draft.forgetTry();
    draft.buildNumber = start.buildNumber();
    draft.attempt = start.attempt();
    draft.inputsHash = start.inputsHash();
    draft.lastHandledRebuildAt = observed.rebuildAt();
    draft.nodeName = start.node();
    draft.startTime = seconds(observed.now());
    return Health.progressing(
        BUILDING,
        start.attempt() == 1
            ? "build %d starts on %s%s".formatted(start.buildNumber(), start.node(), cause(start))
            : "build %d starts again on %s, attempt %d after %s"
                .formatted(start.buildNumber(), start.node(), start.attempt(), start.trigger()));
  }

  /// What nobody has asked for says why.
  private static String cause(Start start) {
    return SourceProbe.isTrigger(start.trigger()) ? ": " + start.trigger() : "";
  }

  private Health backedOff(BackOff backOff) {
    copy(backOff.failed());
    var reason = TaskPhase.failureReason(backOff.failed());
    return Health.progressing(
        reason.name(),
        "attempt %d failed and is repeated: %s"
            .formatted(backOff.failed().getSpec().attempt(), failureMessage(reason)));
  }

  private Health followed(Follow follow) {
    copy(follow.task());
    var next = follow.isSuperseded() ? "; the changed spec is built next" : "";
    var number = Owners.generation(follow.task());
    return Health.progressing(BUILDING, "build %d on %s%s".formatted(number, draft.nodeName, next));
  }

  private Health silent(NodeTask task) {
    copy(task);
    return Health.progressing(
        AgentLost.name(),
        "the agent of %s does not answer and no other node can build; waiting"
            .formatted(task.getSpec().nodeName()));
  }

  private Health succeeded(NodeTask task) {
    var report = copy(task);
    finish(report, task);
    draft.failure = null;
    draft.outputs = report.map(BuildReport::outputs).orElse(List.of());
    report.ifPresent(this::copyImage);
    draft.latestImage =
        draft.outputs.stream()
            .flatMap(output -> ImageNames.pinned(output).stream())
            .findFirst()
            .orElse(draft.imageID);
    return Health.ready(
        "BuildSucceeded", "build %d made %s".formatted(draft.buildNumber, draft.latestImage));
  }

  private void copyImage(BuildReport report) {
    draft.imageID = report.imageID();
    draft.sizeBytes = report.sizeBytes();
    draft.size = report.sizeBytes() == null ? null : HumanReadable.size(report.sizeBytes());
    draft.downloadSizeBytes = report.downloadSizeBytes();
  }

  private Health failed(Fail fail) {
    var report = copy(fail.task());
    finish(report, fail.task());
    draft.failure = report.map(BuildReport::failure).orElse(null);
    if (draft.failure == null || fail.reason() == AgentLost) {
      draft.failure = Failures.of(fail.reason(), message(fail.task()));
    }
    return Health.stalled(fail.reason().name(), failureMessage(fail.reason()));
  }

  private String failureMessage(FailureReason reason) {
    BuildFailure failure = draft.failure;
    return failure == null ? reason.name() : Failures.describe(failure);
  }

  private static String message(NodeTask task) {
    return Optional.ofNullable(task.getStatus())
        .flatMap(NodeTaskStatus::succeeded)
        .map(Condition::message)
        .orElse("the agent of " + task.getSpec().nodeName() + " is lost");
  }

  /// What the agent says about a build, whatever state it is in.
  private Optional<BuildReport> copy(NodeTask task) {
    draft.buildNumber = Owners.generation(task);
    draft.attempt = task.getSpec().attempt();
    draft.nodeName = task.getSpec().nodeName();
    draft.taskRef = new TaskReference(task.getMetadata().getName(), task.getMetadata().getUid());
    var report = Optional.ofNullable(task.getStatus()).map(NodeTaskStatus::build);
    report.ifPresent(known -> {
      draft.startTime = known.startedAt() == null ? draft.startTime : known.startedAt();
      draft.source = known.source();
      draft.baseImages = known.baseImages();
      draft.progress = known.progress();
      draft.steps = known.steps();
      draft.failure = known.failure();
      draft.lints = known.lints();
      draft.logTail = known.logTail();
    });
    return report;
  }

  private void finish(Optional<BuildReport> report, NodeTask task) {
    var start = draft.startTime == null ? observed.now() : draft.startTime;
    var end =
        report
            .map(BuildReport::finishedAt)
            .or(() -> TaskPhase.ended(task))
            .or(() -> Optional.ofNullable(draft.completionTime))
            .orElse(seconds(observed.now()));
    draft.completionTime = end;
    draft.duration = HumanReadable.duration(Duration.between(start, end));
  }

  private static Instant seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }
}
