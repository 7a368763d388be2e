package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.content.Ingest;
import dev.lamina.agent.diff.LayerApplier;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.LeaseStore.Lease;
import dev.lamina.agent.registry.Repository;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.agent.transfer.DiskSpace;
import dev.lamina.agent.transfer.TransferLimits;
import dev.lamina.agent.transfer.pull.Claims.Claim;
import dev.lamina.agent.transfer.pull.LayerTask.Unpacked;
import dev.lamina.agent.transfer.pull.PullProgress.LayerProgress;
import dev.lamina.agent.transfer.pull.PullProgress.State;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Brings in what is missing of an image: its documents, and its layers fetched and unpacked at the
/// same time. All of it is committed at once, after one wait for the disk.
public final class LayerPull {
  private final ContentStore content;
  private final Snapshotter snapshotter;
  private final LayerApplier applier;
  private final DiskSpace disk;
  private final Semaphore permits;
  private final Claims claims = new Claims();
  private final Received received = new Received();

  /// Pulls into one store.
  ///
  /// @param parallel layers of all pulls together that are brought in at the same time
  public LayerPull(
      ContentStore content,
      Snapshotter snapshotter,
      LayerApplier applier,
      DiskSpace disk,
      int parallel) {
    this.content = content;
    this.snapshotter = snapshotter;
    this.applier = applier;
    this.disk = disk;
    this.permits = new Semaphore(parallel, true);
  }

  /// Where the layers come from, and what the pull may ask of the node.
  ///
  /// @param minFreeBytes what the disk must have left; absent = as the limits say
  record Source(
      Repository repository,
      Entitlement entitlement,
      Lease lease,
      TransferLimits limits,
      @Nullable Long minFreeBytes,
      PullProgress progress) {}

  /// The unpacked size of all layers.
  long run(RemoteImage image, Documents documents, Source source) {
    var layers = WantedLayer.of(image);
    source.progress().planned(image.descriptor().digest(), image.manifest().layers());
    requireWithin(layers, source.limits());
    source
        .lease()
        .hold(
            layers.stream().map(layer -> layer.blob().digest()).toList(),
            layers.stream().map(WantedLayer::name).toList());
    var held = new ArrayList<Claim>();
    try {
      var missing = claimMissing(layers, held, source);
      bringIn(layers, missing, documents, source);
    } finally {
      held.forEach(Claim::close);
    }
    return layers.stream()
        .mapToLong(layer -> snapshotter.find(layer.name()).orElseThrow().bytes())
        .sum();
  }

  private List<WantedLayer> claimMissing(
      List<WantedLayer> layers, List<Claim> held, Source source) {
    var missing = new ArrayList<WantedLayer>();
    for (var layer : layers) {
      if (!isPresent(layer, source)) {
        held.add(claims.take(layer.name()));
      }
      if (isPresent(layer, source)) {
        var blob = layer.blob();
        source
            .progress()
            .layer(new LayerProgress(blob.digest(), State.PRESENT, blob.size(), blob.size()));
      } else {
        missing.add(layer);
      }
    }
    return missing;
  }

  private boolean isPresent(WantedLayer layer, Source source) {
    var entitlement = source.entitlement();
    return snapshotter.isCommitted(layer.name())
        && (received.contains(entitlement.tenant(), layer.name())
            || entitlement.covers(layer.name()));
  }

  private void bringIn(
      List<WantedLayer> layers, List<WantedLayer> missing, Documents documents, Source source) {
    requireSpace(missing, source);
    var task = new LayerTask(content, snapshotter, applier, source);
    var unpacked = new LayerWorkers(permits, snapshotter, task, layers).run(missing);
    try {
      commit(unpacked, documents);
    } catch (RuntimeException | Error e) {
      discard(task, unpacked, e);
      throw e;
    }
    received.add(source.entitlement().tenant(), missing);
    missing.forEach(layer -> keep(layer, source));
    layers.stream()
        .filter(layer -> isLeftOver(layer, source))
        .forEach(layer -> keep(layer, source));
  }

  private void commit(List<Unpacked> unpacked, Documents documents) {
    var blobs = sealed(documents);
    unpacked.stream().map(Unpacked::ingest).flatMap(Stream::ofNullable).forEach(blobs::add);
    if (!blobs.isEmpty()) {
      content.commit(blobs);
    }
    if (!unpacked.isEmpty()) {
      snapshotter.commitStack(unpacked.stream().map(Unpacked::layer).toList());
    }
  }

  private List<Ingest> sealed(Documents documents) {
    var ingests = new ArrayList<Ingest>();
    try {
      documents.missing().forEach(document -> seal(document, ingests));
      return ingests;
    } catch (RuntimeException e) {
      ingests.forEach(Ingest::abort);
      throw e;
    }
  }

  private void seal(byte[] document, List<Ingest> into) {
    var digest = Digest.sha256(document);
    try {
      var ingest = content.ingestAfresh("pull-" + digest, digest);
      into.add(ingest);
      ingest.write(document, 0, document.length);
      ingest.seal(digest, document.length);
    } catch (AgentException e) {
      if (e.reason() != FailureReason.AlreadyExists) {
        throw e;
      }
      content.put(document);
    } catch (IOException e) {
      throw new AgentException(FailureReason.StoreFailed, "storing " + digest + ": " + e, e);
    }
  }

  /// Of what is collected the blob may go before the files: who finds the files in between brings
  /// the blob back. What another image has in another compression is no such thing.
  private boolean isLeftOver(WantedLayer layer, Source source) {
    return content.stat(layer.blob().digest()).isEmpty()
        && !source.entitlement().isOfAnImage(layer.name());
  }

  /// Another pull that kept the blob may have failed since.
  private void keep(WantedLayer layer, Source source) {
    var blob = layer.blob();
    if (content.stat(blob.digest()).isPresent()) {
      return;
    }
    var tenant = source.entitlement().tenant();
    var key = LayerTask.key(tenant, blob) + "-" + Thread.currentThread().threadId();
    try (var ingest = content.ingestAfresh(key, blob.digest());
        var in = source.repository().openBlob(blob, 0)) {
      in.transferTo(ingest);
      ingest.commit(blob.digest(), blob.size());
    } catch (IOException e) {
      throw FetchFailure.of("fetching layer " + blob.digest(), e);
    }
  }

  private static void discard(LayerTask task, List<Unpacked> unpacked, Throwable failure) {
    for (var layer : unpacked) {
      try {
        task.discard(layer);
      } catch (RuntimeException e) {
        failure.addSuppressed(e);
      }
    }
  }

  /// A blob is kept and its files are no smaller than it, so this is the least that it takes.
  private void requireSpace(List<WantedLayer> missing, Source source) {
    var needed = missing.stream().mapToLong(layer -> 2 * layer.blob().size()).sum();
    var asked = source.minFreeBytes();
    var reserve =
        asked == null ? Math.min(source.limits().reserveBytes(), disk.total() / 20) : asked;
    if (needed > 0 && disk.free() - reserve < needed) {
      throw new AgentException(
          FailureReason.NoSpace,
          "no space for the image in %s: it needs %d bytes or more, %d are free and %d of them reserved"
              .formatted(disk.place(), needed, disk.free(), reserve));
    }
  }

  private static void requireWithin(List<WantedLayer> layers, TransferLimits limits) {
    var total = 0L;
    for (var layer : layers) {
      var blob = layer.blob();
      requireWithin("layer " + blob.digest(), blob.size(), limits.layerBytes());
      total += blob.size();
      requireWithin("the image with its layers", total, limits.imageBytes());
    }
  }

  static void requireWithin(String what, long bytes, long limit) {
    if (bytes > limit) {
      throw new AgentException(
          FailureReason.LimitExceeded,
          what + " has " + bytes + " bytes or more, the limit is " + limit);
    }
  }
}
