package dev.lamina.agent.archive;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.lamina.agent.linux.ZstdDecoder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/// Opens a stream that may be compressed.
public final class Decompression {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int XZ_MEMORY_KIB = 128 * 1024;

  private Decompression() {}

  /// The uncompressed bytes of `in`; closing them closes `in`.
  ///
  /// Concatenated members and frames are read to the last one; what follows it and is none is
  /// malformed, and so is a stream that ends early or fails its checksum.
  ///
  /// @throws dev.lamina.agent.failure.AgentException while reading: `InvalidArchive`,
  ///   `LimitExceeded`
  public static InputStream open(InputStream in, ArchiveLimits limits) throws IOException {
    var source = new SourceStream(in);
    var buffered = new BufferedInputStream(source, BUFFER_BYTES);
    buffered.mark(Compression.HEAD_BYTES);
    var compression = Compression.detect(buffered.readNBytes(Compression.HEAD_BYTES));
    buffered.reset();
    try {
      return new DecompressedStream(
          decoder(compression, buffered, limits), source, compression, limits.uncompressedBytes());
    } catch (IOException e) {
      throw DecompressedStream.translated(e, source, compression);
    }
  }

  private static InputStream decoder(Compression compression, InputStream in, ArchiveLimits limits)
      throws IOException {
    return switch (compression) {
      case NONE -> in;
      case GZIP -> new GzipReader(in, DeflateDecoder.fastest());
      case ZSTD -> zstd(in, limits.zstdWindowBytes());
      case BZIP2 -> new BZip2CompressorInputStream(in, true);
      case XZ -> new XZInputStream(in, XZ_MEMORY_KIB);
    };
  }

  /// By the system's library, which is nearly everywhere, else by the one that comes with us: that
  /// has to be unpacked first. A window is a power of two.
  private static InputStream zstd(InputStream in, long windowBytes) throws IOException {
    var windowLog = Long.SIZE - 1 - Long.numberOfLeadingZeros(windowBytes);
    var decoder = ZstdDecoder.open(windowLog);
    return decoder.isPresent()
        ? new ZstdReader(in, decoder.get(), windowBytes)
        : bundledZstd(in, windowLog);
  }

  static InputStream bundledZstd(InputStream in, int windowLog) throws IOException {
    var decoder = new ZstdInputStreamNoFinalizer(in);
    decoder.setLongMax(windowLog);
    return decoder;
  }
}
