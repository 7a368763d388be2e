package dev.lamina.operator.images;

import dev.lamina.crds.image.Image;
import dev.lamina.crds.image.ImageStatus;
import dev.lamina.crds.imagerecord.ImageRecord;
import dev.lamina.crds.imagerecord.ImageRecordStatus;
import dev.lamina.operator.dispatch.Shares;
import dev.lamina.operator.inventory.FleetImages;
import dev.lamina.operator.nodes.Members;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps Images and ImageRecords true, in the leader only.
public final class ImageKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ImageKeeper.class);
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
  private static final Duration BETWEEN_LISTS = Duration.ofMinutes(10);

  /// Writes in one round, and so in a second.
  private static final int MOST_WRITES = 50;

  private final FleetImages fleet;
  private final Clock clock;
  private final Upkeep<ImageStatus> images;
  private final Upkeep<ImageRecordStatus> records;
  private final Inspections inspections;
  private final Map<String, ImageRecordStatus> facts = new HashMap<>();
  private Map<ObjectKey, ImageStatus> rows = Map.of();
  private RecordRows held = new RecordRows(Map.of());
  private long seen = -1;
  private Instant listed = Instant.MIN;
  private @Nullable Thread thread;

  ImageKeeper(
      FleetImages fleet,
      Upkeep.Store<ImageStatus> images,
      Upkeep.Store<ImageRecordStatus> records,
      Inspections inspections,
      Clock clock) {
    this.fleet = fleet;
    this.images = new Upkeep<>(images, ImageRows::isCountOnly);
    this.records = new Upkeep<>(records, RecordRows::isCountOnly);
    this.inspections = inspections;
    this.clock = clock;
  }

  /// The keeper of a cluster.
  ///
  /// @param systemNamespace in whose name nodes are asked about images
  public static ImageKeeper of(
      KubernetesClient client,
      FleetImages fleet,
      Members members,
      Shares shares,
      String systemNamespace,
      Clock clock) {
    return new ImageKeeper(
        fleet,
        new ApiStore<>(client, Image.class, Image::new),
        new ApiStore<>(client, ImageRecord.class, ImageRecord::new),
        new Inspections(members, shares, systemNamespace + "/images"),
        clock);
  }

  /// Begins; returns at once.
  public synchronized void start() {
    thread = Thread.ofVirtual().name("images").start(this::keepUntilInterrupted);
  }

  @Override
  public synchronized void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void keepUntilInterrupted() {
    try {
      for (; ; ) {
        Thread.sleep(ROUND);
        try {
          keep();
        } catch (KubernetesClientException e) {
          LOG.warn("writing the images of the cluster failed, trying again: {}", e.getMessage());
          Thread.sleep(AFTER_FAILURE);
        } catch (RuntimeException e) {
          LOG.error("keeping the images of the cluster", e);
          Thread.sleep(AFTER_FAILURE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// One round.
  void keep() {
    if (!fleet.isComplete()) {
      return;
    }
    var now = clock.instant();
    if (listed.equals(Instant.MIN) || !listed.plus(BETWEEN_LISTS).isAfter(now)) {
      list(now);
    }
    var version = fleet.version();
    if (version != seen) {
      var byNode = fleet.byNode();
      rows = ImageRows.of(byNode);
      held = RecordRows.of(byNode);
      facts.keySet().retainAll(held.images().keySet());
      seen = version;
    }
    images.write(rows, MOST_WRITES, now);
    facts.putAll(inspections.run(missing(), now));
    records.write(held.objects(facts), MOST_WRITES, now);
  }

  private void list(Instant now) {
    images.load(now);
    records.load(now);
    records.statuses().values().stream()
        .filter(status -> status.problem() == null)
        .forEach(status -> facts.putIfAbsent(status.digest(), status));
    listed = now;
  }

  private Map<String, RecordRows.Held> missing() {
    var missing = new HashMap<>(held.images());
    missing.keySet().removeAll(facts.keySet());
    return missing;
  }
}
