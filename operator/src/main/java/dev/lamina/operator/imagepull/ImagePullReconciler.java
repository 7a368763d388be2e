package dev.lamina.operator.imagepull;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagepull.ImagePull;
import dev.lamina.crds.imagepull.ImagePullStatus;
import dev.lamina.crds.meta.Condition;
import dev.lamina.operator.events.EventRecorder;
import dev.lamina.operator.events.News;
import dev.lamina.operator.status.Health;
import dev.lamina.operator.status.StatusPatch;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Says that no node pulls images yet.
public final class ImagePullReconciler implements Reconciler<ImagePull> {
  private static final String REASON = FailureReason.NotSupported.name();
  private static final String MESSAGE =
      "not supported yet: kind ImagePull; build images on the nodes or import them there";

  private final EventRecorder events;
  private final Clock clock;

  public ImagePullReconciler(EventRecorder events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  @Override
  public UpdateControl<ImagePull> reconcile(ImagePull pull, Context<ImagePull> context) {
    if (StatusPatch.apply(pull, status(pull), ImagePull::new, context)) {
      events.record(pull, News.warning(REASON, MESSAGE));
    }
    return UpdateControl.noUpdate();
  }

  ImagePullStatus status(ImagePull pull) {
    var generation = Optional.ofNullable(pull.getMetadata().getGeneration()).orElse(0L);
    List<Condition> previous =
        Optional.ofNullable(pull.getStatus()).map(ImagePullStatus::conditions).orElse(List.of());
    var conditions =
        Health.stalled(REASON, MESSAGE).conditions(previous, generation, clock.instant());
    return new ImagePullStatus(
        generation,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        null,
        conditions);
  }
}
