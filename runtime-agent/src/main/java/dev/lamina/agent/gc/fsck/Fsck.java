package dev.lamina.agent.gc.fsck;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.diff.LayerApplier;
import dev.lamina.agent.diff.LayerWriter;
import dev.lamina.agent.gc.GarbageCollection;
import dev.lamina.agent.gc.fsck.Finding.Outcome;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.snapshot.Snapshotter;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checks a store, whole, while others may use it.
public final class Fsck {
  private static final Logger LOG = LoggerFactory.getLogger(Fsck.class);

  private final Parts parts;

  public Fsck(Parts parts) {
    this.parts = parts;
  }

  /// The store, and what unpacks and writes its layers.
  public record Parts(
      MetadataStore metadata,
      ContentStore content,
      Snapshotter snapshotter,
      LayerApplier applier,
      LayerWriter writer,
      GarbageCollection collection) {}

  /// How it ended.
  ///
  /// @param damaged findings that are still true
  public record Report(int blobs, int layers, int images, int damaged, int repaired) {}

  /// Checks everything once.
  ///
  /// @param isRepair also put right what can be
  /// @param listener gets each finding as soon as it is made
  public Report run(boolean isRepair, Consumer<Finding> listener) {
    var tally = new Tally(listener);
    checkGarbage(isRepair, tally);
    try (var lease = parts.metadata().leases().acquire("fsck")) {
      var work = new FsckRun(parts, isRepair, lease, tally);
      work.checkMetadata();
      work.checkBlobs();
      work.checkImages();
      work.checkLayers();
      tally.images = work.images();
    }
    if (isRepair) {
      parts.collection().run(false);
    }
    var report = tally.report();
    LOG.info("checked the store: {}", report);
    return report;
  }

  private void checkGarbage(boolean isRepair, Tally tally) {
    var garbage = parts.collection().run(!isRepair);
    var action = isRepair ? "removed" : "gc removes it";
    garbage.snapshots().forEach(name -> tally.accept(garbage("layer " + name, action)));
    garbage.blobs().forEach(blob -> tally.accept(garbage("blob " + blob, action)));
  }

  private static Finding garbage(String where, String action) {
    return Finding.noted(Finding.Subject.garbage, where, "nothing needs it", action);
  }

  /// Counts findings on their way out.
  static final class Tally implements Consumer<Finding> {
    private final Consumer<Finding> listener;
    private int damaged;
    private int repaired;
    int blobs;
    int layers;
    int images;

    Tally(Consumer<Finding> listener) {
      this.listener = listener;
    }

    @Override
    public void accept(Finding finding) {
      damaged += finding.outcome() == Outcome.damaged ? 1 : 0;
      repaired += finding.outcome() == Outcome.repaired ? 1 : 0;
      listener.accept(finding);
    }

    Report report() {
      return new Report(blobs, layers, images, damaged, repaired);
    }
  }
}
