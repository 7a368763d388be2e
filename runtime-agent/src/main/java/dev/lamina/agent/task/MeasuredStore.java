package dev.lamina.agent.task;

import dev.lamina.agent.gc.DiskRoom;
import dev.lamina.agent.gc.DiskUsage;
import dev.lamina.agent.task.work.Text;
import dev.lamina.crds.imagenode.StoreSummary;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The figures of the store as they were a moment ago: measuring reads the whole store, so it is
/// done aside, and only when somebody asked for figures that have become old.
public final class MeasuredStore implements StoreFigures {
  private static final Logger LOG = LoggerFactory.getLogger(MeasuredStore.class);
  private static final Duration FRESH = Duration.ofSeconds(30);

  /// What is written to a log is no news.
  private static final long FREE_STEP = 64L << 20;

  private final Supplier<StoreSummary> measurement;
  private final Supplier<DiskRoom> disk;
  private final InstantSource clock;
  private final AtomicBoolean measuring = new AtomicBoolean();
  private volatile @Nullable Figures last;

  private record Figures(StoreSummary summary, Instant time) {}

  MeasuredStore(Supplier<StoreSummary> measurement, Supplier<DiskRoom> disk, InstantSource clock) {
    this.measurement = measurement;
    this.disk = disk;
    this.clock = clock;
    measureAside();
  }

  /// A store on a disk.
  public static MeasuredStore of(DiskUsage usage, Supplier<DiskRoom> disk, InstantSource clock) {
    return new MeasuredStore(() -> summary(usage.run(Set.of()), disk.get()), disk, clock);
  }

  @Override
  public Optional<StoreSummary> current() {
    var figures = last;
    if (figures == null || figures.time().plus(FRESH).isBefore(clock.instant())) {
      measureAside();
    }
    return Optional.ofNullable(figures).map(Figures::summary);
  }

  @Override
  public void refresh() {
    measure();
  }

  private void measureAside() {
    if (measuring.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("measure-store")
          .start(() -> {
            measure();
            measuring.set(false);
          });
    }
  }

  private void measure() {
    try {
      last = new Figures(measurement.get(), clock.instant());
    } catch (RuntimeException e) {
      LOG.warn("measuring the store: {}", e.toString());
    }
  }

  @Override
  public Optional<DiskRoom> disk() {
    return Optional.of(disk.get());
  }

  private static StoreSummary summary(DiskUsage.Report report, DiskRoom disk) {
    var images = report.images();
    var cache = report.buildCache();
    return new StoreSummary(
        Text.size(disk.capacity()),
        Text.size(images.bytes() + report.containers().bytes() + cache.bytes()),
        Text.size(images.reclaimable() + cache.reclaimable()),
        images.count(),
        null,
        null,
        null,
        null,
        disk.usedPercent(),
        disk.free() / FREE_STEP * FREE_STEP);
  }
}
