package dev.lamina.agent.diff;

import dev.lamina.agent.archive.ArchiveLimits;
import dev.lamina.agent.archive.Decompression;
import dev.lamina.agent.archive.ReadAheadStream;
import dev.lamina.agent.archive.Refusal;
import dev.lamina.agent.archive.TarEntry;
import dev.lamina.agent.archive.TarReader;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.snapshot.ActiveSnapshot;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies tar layers in one pass: one thread reads, inflates and hashes, the caller's creates
/// files, and one more fills the small ones.
public final class TarLayerApplier implements LayerApplier {
  private static final Logger LOG = LoggerFactory.getLogger(TarLayerApplier.class);

  private final Snapshotter snapshots;
  private final ArchiveLimits limits;

  /// @param snapshots to look at the layers below where a layer refers to them
  public TarLayerApplier(Snapshotter snapshots, ArchiveLimits limits) {
    this.snapshots = snapshots;
    this.limits = limits;
  }

  @Override
  public AppliedLayer apply(InputStream layer, ActiveSnapshot target, ApplyOptions options) {
    var doing = "applying a layer to snapshot " + target.key();
    var below = options.below();
    var lower = new LowerLayers(below == null ? () -> layersBelow(target) : below);
    try (var tree = LayerTree.open(target.upper(), lower)) {
      return apply(layer, tree, Objects.requireNonNullElse(options.limits(), limits), doing);
    } catch (IOException e) {
      throw LayerFailure.of(doing, e);
    }
  }

  private static AppliedLayer apply(
      InputStream layer, LayerTree tree, ArchiveLimits limits, String doing) throws IOException {
    var hash = Digest.sha256();
    var uncompressed = Decompression.open(layer, limits);
    var hashed = new DigestInputStream(uncompressed, hash);
    try (var tar = new TarReader(new ReadAheadStream(hashed, "unpack"), limits);
        var writer = new EntryWriter(tree, tar)) {
      var bytes = 0L;
      var entries = 0L;
      for (var next = tar.next(); next.isPresent(); next = tar.next()) {
        bytes = addWithinLimit(bytes, next.get().size(), limits.uncompressedBytes());
        entries++;
        write(writer, next.get(), doing);
      }
      tar.drain();
      finish(writer, doing);
      warnOfDropped(writer, doing);
      var diffId = new DiffId(Digest.of(hash.digest()));
      return new AppliedLayer(diffId, bytes, entries, writer.statesRoot());
    }
  }

  /// Holes are cheap in the archive and may not be where they are copied to.
  private static long addWithinLimit(long bytes, long more, long limit) {
    if (more > limit - bytes) {
      throw new AgentException(
          FailureReason.LimitExceeded, "layer has files of more bytes than the limit of " + limit);
    }
    return bytes + more;
  }

  private static void write(EntryWriter writer, TarEntry entry, String doing) throws IOException {
    try {
      writer.write(entry);
    } catch (AgentException e) {
      throw LayerFailure.about(doing + ", entry " + Refusal.shown(entry.name()), e);
    } catch (FileFailure e) {
      throw failed(doing, e);
    } catch (IOException e) {
      throw LayerFailure.of(doing + ", entry " + Refusal.shown(entry.name()), e);
    }
  }

  private static void finish(EntryWriter writer, String doing) throws IOException {
    try {
      writer.finish();
    } catch (FileFailure e) {
      throw failed(doing, e);
    }
  }

  private static AgentException failed(String doing, FileFailure e) {
    return LayerFailure.of(doing + ", entry " + Refusal.shown(e.entry()), e.reason());
  }

  private static void warnOfDropped(EntryWriter writer, String doing) {
    var dropped = writer.droppedXattrs();
    if (!dropped.isEmpty()) {
      LOG.warn("{}: extended attributes left out: {}", doing, dropped);
    }
  }

  private List<Path> layersBelow(ActiveSnapshot target) {
    var layers = new ArrayList<Path>();
    Optional<ChainId> name = target.parent();
    while (name.isPresent()) {
      layers.add(snapshots.layerDirectory(name.get()));
      name = snapshots.find(name.get()).map(snapshot -> snapshot.parent());
    }
    return List.copyOf(layers);
  }
}
