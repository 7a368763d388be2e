package dev.lamina.agent.registry;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Bytes of a blob that go on where they were cut off.
///
/// A failure is met by opening again from the position reached. It gives up after a few failures
/// without much progress between them, so that a server which sends a byte and resets cannot hold
/// its reader for ever.
final class BlobStream extends InputStream {
  private static final int FAILURES = 5;
  private static final long PROGRESS = 1 << 20;

  private final String what;
  private final Opener opener;
  private final long end;
  private InputStream in;
  private long position;
  private long failedAt;
  private int failures;
  private boolean isDrained;

  /// Opens the bytes from a position on.
  @FunctionalInterface
  interface Opener {
    InputStream open(long position);
  }

  BlobStream(String what, long offset, long end, Opener opener) {
    this(what, offset, end, opener, offset == end ? nullInputStream() : opener.open(offset));
  }

  /// @param in the bytes from the offset on, opened already
  BlobStream(String what, long offset, long end, Opener opener, InputStream in) {
    this.what = what;
    this.opener = opener;
    this.end = end;
    this.position = offset;
    this.failedAt = offset;
    this.in = in;
    this.isDrained = offset == end;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (position < end) {
      try {
        var count = in.read(buffer, offset, (int) Math.min(length, end - position));
        if (count < 0) {
          throw new EOFException("cut off at byte " + position);
        }
        position += count;
        return count;
      } catch (IOException e) {
        resume(e);
      }
    }
    drain();
    return -1;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void resume(IOException failure) throws IOException {
    failures = position - failedAt >= PROGRESS ? 1 : failures + 1;
    failedAt = position;
    if (Thread.currentThread().isInterrupted()) {
      throw failed(FailureReason.Cancelled, failure);
    }
    if (failures > FAILURES) {
      throw failed(FailureReason.RegistryUnavailable, failure);
    }
    in.close();
    try {
      in = opener.open(position);
    } catch (AgentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private IOException failed(FailureReason reason, IOException failure) {
    var known =
        new AgentException(
            reason, "%s, at byte %d of %d: %s".formatted(what, position, end, failure), failure);
    return new IOException(known.getMessage(), known);
  }

  /// Reads the end of the body, which frees the connection for the next request.
  private void drain() throws IOException {
    if (isDrained) {
      return;
    }
    isDrained = true;
    if (in.read() >= 0) {
      var known =
          new AgentException(
              FailureReason.DigestMismatch, what + ": more than the announced " + end + " bytes");
      throw new IOException(known.getMessage(), known);
    }
  }
}
