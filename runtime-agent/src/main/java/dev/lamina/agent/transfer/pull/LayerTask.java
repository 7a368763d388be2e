package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.archive.ReadAheadStream;
import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.content.Ingest;
import dev.lamina.agent.diff.ApplyOptions;
import dev.lamina.agent.diff.LayerApplier;
import dev.lamina.agent.diff.LayerApplier.AppliedLayer;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.snapshot.ActiveSnapshot;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.agent.snapshot.Snapshotter.FinishedLayer;
import dev.lamina.agent.transfer.pull.PullProgress.LayerProgress;
import dev.lamina.agent.transfer.pull.PullProgress.State;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Fetches one layer and unpacks it in the same pass: one thread takes bytes from the network,
/// hashes and keeps them, the applier's inflate and write them.
final class LayerTask {
  private final ContentStore content;
  private final Snapshotter snapshotter;
  private final LayerApplier applier;
  private final LayerPull.Source source;
  private final AtomicLong unpackedBytes = new AtomicLong();

  LayerTask(
      ContentStore content,
      Snapshotter snapshotter,
      LayerApplier applier,
      LayerPull.Source source) {
    this.content = content;
    this.snapshotter = snapshotter;
    this.applier = applier;
    this.source = source;
  }

  /// A layer that is checked and written, but not committed.
  ///
  /// @param ingest its blob, sealed; absent where somebody else keeps it
  record Unpacked(FinishedLayer layer, Path directory, @Nullable Ingest ingest) {}

  /// Fetches and unpacks a layer. What an earlier pull left of it may be damaged, so then the whole
  /// blob gets a second chance.
  Unpacked run(WantedLayer layer, Supplier<List<Path>> below) {
    report(layer, State.PULLING, 0);
    var ingest = ingest(layer.blob());
    var isResumed = ingest != null && ingest.offset() > 0;
    Unpacked unpacked;
    try {
      unpacked = unpack(layer, ingest, below);
    } catch (AgentException e) {
      if (!isResumed || !isDamage(e)) {
        throw e;
      }
      unpacked = unpack(layer, ingest(layer.blob()), below);
    }
    report(layer, State.PULLED, layer.blob().size());
    return unpacked;
  }

  /// Gives up a layer; its blob stays for the next pull.
  void discard(Unpacked unpacked) {
    if (unpacked.ingest() != null) {
      unpacked.ingest().close();
    }
    snapshotter.discard(unpacked.layer().key());
  }

  /// Where the blob is kept; nothing if it is there or another pull keeps it just now.
  private @Nullable Ingest ingest(Descriptor blob) {
    if (content.stat(blob.digest()).isPresent()) {
      return null;
    }
    var key = key(source.entitlement().tenant(), blob);
    try {
      var ingest = content.ingest(key, blob.digest());
      if (ingest.offset() <= blob.size()) {
        return ingest;
      }
      ingest.abort();
      return content.ingest(key, blob.digest());
    } catch (AgentException e) {
      if (e.reason() == FailureReason.AlreadyExists) {
        return null;
      }
      throw e;
    }
  }

  /// What a pull has left of a blob serves the next one of its tenant: to others it would be a part
  /// of the blob that nobody has sent them.
  static String key(Tenant tenant, Descriptor blob) {
    var owner = Digest.sha256(tenant.toString().getBytes(StandardCharsets.UTF_8)).shortHex();
    return "pull-" + owner + "-" + blob.digest();
  }

  private Unpacked unpack(WantedLayer layer, @Nullable Ingest ingest, Supplier<List<Path>> below) {
    var key = "pull-" + UUID.randomUUID();
    try {
      source.lease().holdActive(key);
      var target = snapshotter.prepareDetached(key);
      var applied = apply(layer, ingest, target, below);
      LayerPull.requireWithin(
          "the unpacked image",
          unpackedBytes.addAndGet(applied.bytes()),
          source.limits().imageBytes());
      return new Unpacked(finished(layer, key, applied), target.upper(), ingest);
    } catch (RuntimeException | Error e) {
      release(ingest, e);
      discard(key, e);
      throw e;
    }
  }

  private static FinishedLayer finished(WantedLayer layer, String key, AppliedLayer applied) {
    return new FinishedLayer(
        key,
        layer.name(),
        layer.parent(),
        applied.diffId(),
        applied.bytes(),
        applied.entries(),
        applied.statesRoot());
  }

  private AppliedLayer apply(
      WantedLayer layer,
      @Nullable Ingest ingest,
      ActiveSnapshot target,
      Supplier<List<Path>> below) {
    var blob = layer.blob();
    var options = new ApplyOptions(below, source.limits().archiveOf(blob.size()));
    try (var bytes = open(blob, ingest);
        var ahead = new ReadAheadStream(bytes, "fetch")) {
      var applied = apply(ahead, bytes, target, options);
      drain(ahead);
      bytes.verify();
      requireDiffId(layer, applied);
      return applied;
    } catch (IOException e) {
      throw FetchFailure.of("fetching layer " + blob.digest(), e);
    }
  }

  /// Bytes that no archive is made of are usually not the bytes that were wanted: this is found out
  /// before the archive is blamed.
  private AppliedLayer apply(
      InputStream ahead, LayerBytes bytes, ActiveSnapshot target, ApplyOptions options)
      throws IOException {
    try {
      return applier.apply(new Unclosed(ahead), target, options);
    } catch (AgentException e) {
      if (e.reason() == FailureReason.InvalidArchive) {
        drain(ahead);
        bytes.verify();
      }
      throw e;
    }
  }

  private static void drain(InputStream in) throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  private LayerBytes open(Descriptor blob, @Nullable Ingest ingest) {
    if (ingest != null) {
      return LayerBytes.kept(ingest, remote(blob, ingest.offset()), blob, source.progress());
    }
    return source.entitlement().covers(blob.digest()) && content.stat(blob.digest()).isPresent()
        ? LayerBytes.stored(content.open(blob.digest()), blob, source.progress())
        : LayerBytes.passing(remote(blob, 0), blob, source.progress());
  }

  private InputStream remote(Descriptor blob, long offset) {
    return offset == blob.size()
        ? InputStream.nullInputStream()
        : source.repository().openBlob(blob, offset);
  }

  private static void requireDiffId(WantedLayer layer, AppliedLayer applied) {
    if (!applied.diffId().equals(layer.diffId())) {
      throw new AgentException(
          FailureReason.DigestMismatch,
          "unpacking layer %s: its content is %s, the config says %s"
              .formatted(layer.blob().digest(), applied.diffId(), layer.diffId()));
    }
  }

  private static boolean isDamage(AgentException e) {
    return e.reason() == FailureReason.DigestMismatch || e.reason() == FailureReason.InvalidArchive;
  }

  /// What came in before a connection broke serves the next pull; wrong bytes serve nobody, and on
  /// a full disk they are in the way.
  private static void release(@Nullable Ingest ingest, Throwable failure) {
    if (ingest == null) {
      return;
    }
    var isOfUse =
        failure instanceof AgentException e
            && switch (e.reason()) {
              case RegistryUnavailable, RateLimited, Unauthorized, Cancelled -> true;
              default -> false;
            };
    if (isOfUse) {
      ingest.close();
    } else {
      ingest.abort();
    }
  }

  private void discard(String key, Throwable failure) {
    try {
      snapshotter.discard(key);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void report(WantedLayer layer, State state, long done) {
    var blob = layer.blob();
    source.progress().layer(new LayerProgress(blob.digest(), state, done, blob.size()));
  }

  /// The applier closes what it reads, but the end of these bytes is still to be seen.
  private static final class Unclosed extends InputStream {
    private final InputStream in;

    Unclosed(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return in.read(bytes, offset, length);
    }

    @Override
    public void close() {}
  }
}
