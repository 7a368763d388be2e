package dev.lamina.operator.imagebuild;

import dev.lamina.crds.imagebuild.Attestations;
import dev.lamina.crds.imagebuild.BaseImage;
import dev.lamina.crds.imagebuild.BuildFailure;
import dev.lamina.crds.imagebuild.BuildProgress;
import dev.lamina.crds.imagebuild.BuildRecord;
import dev.lamina.crds.imagebuild.BuildStep;
import dev.lamina.crds.imagebuild.BuiltImage;
import dev.lamina.crds.imagebuild.ImageBuildStatus;
import dev.lamina.crds.imagebuild.LintFinding;
import dev.lamina.crds.imagebuild.SourceRevision;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.TaskReference;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A status in the making: starts as the previous one, so that what a report does not mention
/// stays.
final class StatusDraft {
  @Nullable Long observedGeneration;
  @Nullable Long buildNumber;
  @Nullable Integer attempt;
  @Nullable String inputsHash;
  @Nullable String lastHandledRebuildAt;
  @Nullable String nodeName;
  @Nullable TaskReference taskRef;
  @Nullable String latestImage;
  @Nullable String imageID;
  @Nullable String size;
  @Nullable Long sizeBytes;
  @Nullable Long downloadSizeBytes;
  @Nullable Instant startTime;
  @Nullable Instant completionTime;
  @Nullable String duration;
  @Nullable SourceRevision source;
  List<BaseImage> baseImages = List.of();
  @Nullable BuildProgress progress;
  List<BuildStep> steps = List.of();
  @Nullable BuildFailure failure;
  List<LintFinding> lints = List.of();
  @Nullable String logTail;
  List<BuiltImage> outputs = List.of();
  @Nullable Attestations attestations;
  List<BuildRecord> history = List.of();
  List<Condition> conditions = List.of();

  static ImageBuildStatus empty() {
    return new StatusDraft().toStatus();
  }

  static StatusDraft of(ImageBuildStatus status) {
    var draft = new StatusDraft();
    draft.observedGeneration = status.observedGeneration();
    draft.buildNumber = status.buildNumber();
    draft.attempt = status.attempt();
    draft.inputsHash = status.inputsHash();
    draft.lastHandledRebuildAt = status.lastHandledRebuildAt();
    draft.nodeName = status.nodeName();
    draft.taskRef = status.taskRef();
    draft.latestImage = status.latestImage();
    draft.imageID = status.imageID();
    draft.size = status.size();
    draft.sizeBytes = status.sizeBytes();
    draft.downloadSizeBytes = status.downloadSizeBytes();
    draft.startTime = status.startTime();
    draft.completionTime = status.completionTime();
    draft.duration = status.duration();
    draft.source = status.source();
    draft.baseImages = status.baseImages();
    draft.progress = status.progress();
    draft.steps = status.steps();
    draft.failure = status.failure();
    draft.lints = status.lints();
    draft.logTail = status.logTail();
    draft.outputs = status.outputs();
    draft.attestations = status.attestations();
    draft.history = status.history();
    draft.conditions = status.conditions();
    return draft;
  }

  /// Forgets what belonged to the try before; the image of the last success stays.
  void forgetTry() {
    taskRef = null;
    startTime = null;
    completionTime = null;
    duration = null;
    source = null;
    baseImages = List.of();
    progress = null;
    steps = List.of();
    failure = null;
    lints = List.of();
    logTail = null;
  }

  ImageBuildStatus toStatus() {
    return new ImageBuildStatus(
        observedGeneration,
        buildNumber,
        attempt,
        inputsHash,
        lastHandledRebuildAt,
        nodeName,
        taskRef,
        latestImage,
        imageID,
        size,
        sizeBytes,
        downloadSizeBytes,
        startTime,
        completionTime,
        duration,
        source,
        baseImages,
        progress,
        steps,
        failure,
        lints,
        logTail,
        outputs,
        attestations,
        history,
        conditions);
  }
}
