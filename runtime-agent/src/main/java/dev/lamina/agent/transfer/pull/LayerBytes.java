package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.content.Ingest;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.transfer.pull.PullProgress.LayerProgress;
import dev.lamina.agent.transfer.pull.PullProgress.State;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;

/// The blob of a layer on its way to be unpacked: hashed, kept and counted in passing.
abstract class LayerBytes extends InputStream {
  private static final int REPORT_BYTES = 1 << 20;

  private final InputStream in;
  private final Descriptor blob;
  private final PullProgress progress;
  private long position;
  private long reported;

  private LayerBytes(InputStream in, Descriptor blob, PullProgress progress) {
    this.in = in;
    this.blob = blob;
    this.progress = progress;
  }

  /// A blob of the store, whose digest was checked when it came in.
  static LayerBytes stored(InputStream in, Descriptor blob, PullProgress progress) {
    return new LayerBytes(in, blob, progress) {
      @Override
      void take(byte[] bytes, int offset, int length, long position) {}

      @Override
      void verify() {}
    };
  }

  /// What an ingest has, followed by the rest, which goes into the ingest too.
  static LayerBytes kept(Ingest ingest, InputStream rest, Descriptor blob, PullProgress progress) {
    var resumed = ingest.offset();
    var in = resumed == 0 ? rest : new SequenceInputStream(ingest.written(), rest);
    return new LayerBytes(in, blob, progress) {
      @Override
      void take(byte[] bytes, int offset, int length, long position) throws IOException {
        if (position >= resumed) {
          ingest.write(bytes, offset, length);
        }
      }

      @Override
      void verify() {
        ingest.seal(blob.digest(), blob.size());
      }
    };
  }

  /// Bytes that somebody else keeps.
  static LayerBytes passing(InputStream in, Descriptor blob, PullProgress progress) {
    var hash = blob.digest().newComputation();
    return new LayerBytes(in, blob, progress) {
      @Override
      void take(byte[] bytes, int offset, int length, long position) {
        hash.update(bytes, offset, length);
      }

      @Override
      void verify() {
        requireDigest(blob, hash);
      }
    };
  }

  /// Takes bytes that were read, the first of them at a position of the blob.
  abstract void take(byte[] bytes, int offset, int length, long position) throws IOException;

  /// Checks digest and size, at the end of the stream.
  ///
  /// @throws AgentException `DigestMismatch`
  abstract void verify();

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    requireWanted();
    var count = fetch(bytes, offset, length);
    if (count > 0) {
      take(bytes, offset, count, position);
      position += count;
      report();
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /// A registry that sends a byte now and then would never let its reader go.
  private void requireWanted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new AgentException(
          FailureReason.Cancelled, "fetching layer " + blob.digest() + " was cancelled");
    }
  }

  /// The applier could not tell a failure of the network from one of the disk it writes to.
  private int fetch(byte[] bytes, int offset, int length) {
    try {
      return in.read(bytes, offset, length);
    } catch (IOException e) {
      throw FetchFailure.of("fetching layer " + blob.digest(), e);
    }
  }

  private void report() {
    if (position - reported >= REPORT_BYTES) {
      reported = position;
      progress.layer(new LayerProgress(blob.digest(), State.PULLING, position, blob.size()));
    }
  }

  private static void requireDigest(Descriptor blob, MessageDigest hash) {
    if (!blob.digest().matches(hash.digest())) {
      throw new AgentException(
          FailureReason.DigestMismatch,
          "the registry's bytes of layer " + blob.digest() + " differ");
    }
  }
}
