package dev.lamina.agent.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import dev.lamina.agent.failure.AgentException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.tukaani.xz.MemoryLimitException;

/// What a decoder gives, up to a limit; its failures become refusals.
final class DecompressedStream extends InputStream {
  private final InputStream decoder;
  private final SourceStream source;
  private final Compression compression;
  private final long limit;
  private long count;

  DecompressedStream(
      InputStream decoder, SourceStream source, Compression compression, long limit) {
    this.decoder = decoder;
    this.source = source;
    this.compression = compression;
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    var read = decode(bytes, offset, length);
    count += Math.max(read, 0);
    if (count > limit) {
      throw Refusal.beyond("more uncompressed bytes", limit);
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    decoder.close();
  }

  /// The decoders were not all written for hostile bytes: whatever they throw means the same.
  private int decode(byte[] bytes, int offset, int length) throws IOException {
    try {
      return decoder.read(bytes, offset, length);
    } catch (AgentException e) {
      throw e;
    } catch (IOException e) {
      throw translated(e, source, compression);
    } catch (IndexOutOfBoundsException | IllegalStateException | IllegalArgumentException e) {
      throw malformed(compression, e);
    }
  }

  /// The exception to throw instead: itself if the source failed.
  static IOException translated(IOException e, SourceStream source, Compression compression) {
    if (e.equals(source.failure())) {
      return e;
    }
    if (e instanceof MemoryLimitException || isWindowTooLarge(e)) {
      throw Refusal.beyond("a larger decompression window", 128L << 20);
    }
    throw malformed(compression, e);
  }

  private static boolean isWindowTooLarge(IOException e) {
    return e instanceof ZstdIOException zstd
        && zstd.getErrorCode() == Zstd.errFrameParameterWindowTooLarge();
  }

  private static AgentException malformed(Compression compression, Exception e) {
    var format = compression.name().toLowerCase(Locale.ROOT);
    return Refusal.malformed(format + " stream is damaged or truncated: " + e.getMessage(), e);
  }
}
