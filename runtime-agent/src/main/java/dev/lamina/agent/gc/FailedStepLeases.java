package dev.lamina.agent.gc;

import dev.lamina.agent.metadata.FailedStepStore.FailedStep;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import java.time.InstantSource;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what failed builds have left to look into. A container that looks into it goes on.
public final class FailedStepLeases {
  private static final Logger LOG = LoggerFactory.getLogger(FailedStepLeases.class);

  private final MetadataStore metadata;
  private final GarbageCollection collection;
  private final InstantSource clock;

  public FailedStepLeases(
      MetadataStore metadata, GarbageCollection collection, InstantSource clock) {
    this.metadata = metadata;
    this.collection = collection;
    this.clock = clock;
  }

  /// Ends those whose time is up.
  ///
  /// @param isWithdrawn whether one is over before its time
  public void end(Predicate<FailedStep> isWithdrawn) {
    var now = clock.instant();
    var over =
        metadata.failedSteps().all().stream()
            .filter(step -> !step.until().isAfter(now) || isWithdrawn.test(step))
            .toList();
    over.forEach(this::end);
    if (!over.isEmpty()) {
      collection.run(false);
    }
  }

  private void end(FailedStep step) {
    metadata.frozen(() -> {
      var image = metadata.images().find(step.tenant(), step.name().toString());
      metadata.images().untag(step.tenant(), step.name());
      image
          .filter(found -> isUnused(step, found))
          .ifPresent(found -> metadata.images().remove(step.tenant(), found.digest()));
      metadata.failedSteps().remove(step);
      return true;
    });
    LOG.info("kept no longer: {} of {}", step.name(), step.tenant());
  }

  private boolean isUnused(FailedStep step, StoredImage image) {
    var isNamed =
        metadata.images().list(step.tenant()).stream()
            .filter(named -> named.image().digest().equals(image.digest()))
            .anyMatch(named -> !named.names().isEmpty());
    return !isNamed
        && metadata.containers().list().stream()
            .noneMatch(container -> container.imageId().equals(image.imageId()));
  }
}
