package dev.lamina.operator.imagecopy;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagecopy.ImageCopy;
import dev.lamina.crds.imagecopy.ImageCopyStatus;
import dev.lamina.crds.imagecopy.ImageCopyStatus.CopyResult;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.crds.meta.Condition;
import dev.lamina.operator.imagecopy.CopyRun.Piece;
import dev.lamina.operator.status.Health;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// From a run to the status; pure.
final class CopyReporter {
  private static final int LONGEST_MESSAGE = 256;

  private final ImageCopy copy;
  private final CopyRun run;
  private final Instant now;

  CopyReporter(ImageCopy copy, CopyRun run, Instant now) {
    this.copy = copy;
    this.run = run;
    this.now = now;
  }

  /// The status while something is in the way.
  ImageCopyStatus waiting(String reason, String message) {
    return status(copies(), Health.progressing(reason, message), false);
  }

  ImageCopyStatus report() {
    var copies = copies();
    var failed = copies.stream().filter(result -> is(result, ResultState.Failed)).findFirst();
    var isDone =
        copies.stream()
            .allMatch(
                result -> is(result, ResultState.Failed) || is(result, ResultState.Succeeded));
    if (!isDone) {
      var done = progress(copies) + " copies are made";
      return status(copies, Health.progressing("Copying", done), false);
    }
    var health =
        failed
            .map(result ->
                Health.stalled(
                    Objects.requireNonNullElse(result.reason(), FailureReason.InternalError.name()),
                    result.reference() + ": " + result.message()))
            .orElseGet(() -> Health.ready("Copied", progress(copies) + " copies are made"));
    return status(copies, health, true);
  }

  private static boolean is(CopyResult result, ResultState state) {
    return state.name().equals(result.state());
  }

  private static String progress(List<CopyResult> copies) {
    var done = copies.stream().filter(result -> is(result, ResultState.Succeeded)).count();
    return done + "/" + copies.size();
  }

  private List<CopyResult> copies() {
    var spec = copy.getSpec();
    var pieces = run.pieces();
    var copies = new ArrayList<CopyResult>();
    spec.tags().forEach(tag -> copies.add(result(tag, Operation.Tag, pieces)));
    spec.destinations().stream()
        .filter(destination -> !spec.tags().contains(destination))
        .forEach(destination -> copies.add(result(destination, Operation.Push, pieces)));
    return copies;
  }

  private CopyResult result(String target, Operation op, List<Piece> pieces) {
    var mine =
        pieces.stream().filter(piece -> piece.op() == op && piece.target().equals(target)).toList();
    var ends = mine.stream().flatMap(piece -> run.end(piece).stream()).toList();
    var failed = ends.stream().filter(CopyReporter::isFailure).findFirst();
    if (failed.isPresent()) {
      var end = failed.get();
      var message = Objects.requireNonNullElse(end.message(), "");
      return new CopyResult(
          target,
          ResultState.Failed.name(),
          null,
          null,
          end.reason(),
          message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)));
    }
    if (mine.isEmpty() || ends.size() < mine.size()) {
      var state = mine.isEmpty() ? ResultState.Waiting : ResultState.Running;
      return new CopyResult(target, state.name(), null, null, null, null);
    }
    var nodes = op == Operation.Tag ? (Integer) mine.size() : null;
    return new CopyResult(
        target, ResultState.Succeeded.name(), ends.getFirst().digest(), nodes, null, null);
  }

  private static boolean isFailure(AssignmentResult result) {
    return result.state() != ResultState.Succeeded;
  }

  private ImageCopyStatus status(List<CopyResult> copies, Health health, boolean isDone) {
    return new ImageCopyStatus(
        generation(),
        started(),
        isDone ? now.truncatedTo(ChronoUnit.SECONDS) : null,
        run.digest(),
        copy.getSpec().destinations().isEmpty() ? null : run.pusher(),
        progress(copies),
        copies,
        health.conditions(conditions(), generation(), now));
  }

  private @Nullable Instant started() {
    return Optional.ofNullable(copy.getStatus())
        .filter(status -> Objects.equals(status.observedGeneration(), generation()))
        .map(ImageCopyStatus::startTime)
        .orElse(now.truncatedTo(ChronoUnit.SECONDS));
  }

  private List<Condition> conditions() {
    return Optional.ofNullable(copy.getStatus()).map(ImageCopyStatus::conditions).orElse(List.of());
  }

  private long generation() {
    return Optional.ofNullable(copy.getMetadata().getGeneration()).orElse(0L);
  }
}
