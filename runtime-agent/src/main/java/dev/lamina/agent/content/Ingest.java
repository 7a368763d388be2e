package dev.lamina.agent.content;

import dev.lamina.agent.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// A blob on its way into the [ContentStore]; used by one thread.
///
/// Writing hashes as it goes, so that a commit costs no second pass. Closing without a commit keeps
/// what was written: the next ingest of the same key goes on at [#offset()].
public abstract class Ingest extends OutputStream {
  /// Bytes written so far, those of earlier attempts included.
  public abstract long offset();

  /// Checks digest (and, for a non-negative `size`, the size), makes the bytes durable and gives
  /// them their name. A blob that is already there is not an error.
  ///
  /// The ingest has ended with this, whatever comes of it; one that failed is thrown away.
  ///
  /// @param expected what the bytes must be, or `null` to take them as they are
  /// @throws dev.lamina.agent.failure.AgentException `DigestMismatch` naming both sides
  public abstract BlobStat commit(@Nullable Digest expected, long size);

  /// Checks digest and size and ends the writing, but makes nothing durable or visible:
  /// [ContentStore#commit] does that for several at once. One that fails is thrown away.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `DigestMismatch` naming both sides
  public abstract void seal(Digest expected, long size);

  /// The bytes written so far, for one who goes on from there; the caller closes them.
  public abstract InputStream written();

  /// Throws the bytes away.
  public abstract void abort();

  /// @throws dev.lamina.agent.failure.AgentException `NoSpace` or `StoreFailed`; of use after that
  ///   is only `close`
  @Override
  public abstract void write(byte[] bytes, int offset, int length) throws IOException;

  /// Releases the key; never throws what a commit has not thrown already.
  @Override
  public abstract void close();
}
