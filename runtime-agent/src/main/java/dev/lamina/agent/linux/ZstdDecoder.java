package dev.lamina.agent.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.zip.DataFormatException;

/// Decompresses zstd frames, one after the other, with the system's library. See RFC 8878.
///
/// Input is set when the last one is used up. It is for one thread, and holds native memory until
/// it is closed: its buffers, and a window as large as the frame asks for.
public final class ZstdDecoder implements AutoCloseable {
  private static final int INPUT_BYTES = 128 * 1024;
  private static final int OUTPUT_BYTES = 128 * 1024;
  private static final int WINDOW_LOG_MAX = 100;
  private static final long LONGEST_ERROR = 256;

  // ZSTD_inBuffer and ZSTD_outBuffer: a pointer, a size, a position.
  private static final long BUFFER_BYTES = 24;
  private static final long SIZE = 8;
  private static final long POSITION = 16;

  private final Libzstd zstd;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment input = arena.allocate(INPUT_BYTES);
  private final MemorySegment output = arena.allocate(OUTPUT_BYTES);
  private final MemorySegment in = arena.allocate(BUFFER_BYTES, Long.BYTES);
  private final MemorySegment out = arena.allocate(BUFFER_BYTES, Long.BYTES);
  private final MemorySegment context;
  private long wanted;

  private ZstdDecoder(Libzstd zstd, int windowLog) {
    this.zstd = zstd;
    in.set(ADDRESS, 0, input);
    out.set(ADDRESS, 0, output);
    try {
      context = (MemorySegment) zstd.create().invokeExact();
      if (context.address() == 0) {
        throw new OutOfMemoryError("no memory to decompress zstd");
      }
      var result = (long) zstd.setParameter().invokeExact(context, WINDOW_LOG_MAX, windowLog);
      if (isError(result)) {
        throw new IllegalArgumentException("zstd window of 2^" + windowLog + " bytes");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new LinkageError("calling libzstd", impossible);
    }
  }

  /// A new one, where the library is installed.
  ///
  /// @param windowLog logarithm of the largest window that a frame may ask for
  public static Optional<ZstdDecoder> open(int windowLog) {
    return Libzstd.PRESENT.map(zstd -> new ZstdDecoder(zstd, windowLog));
  }

  /// Copies as much of the bytes as fits; to be called when there is no input left.
  ///
  /// @return how many were taken
  public int setInput(byte[] bytes, int offset, int length) {
    var taken = Math.min(length, INPUT_BYTES);
    MemorySegment.copy(bytes, offset, input, JAVA_BYTE, 0, taken);
    in.set(JAVA_LONG, SIZE, taken);
    in.set(JAVA_LONG, POSITION, 0);
    return taken;
  }

  /// Decompresses what it can.
  ///
  /// @return how many bytes were written; 0 if all input is used up, a frame is over, or there is
  ///   no room
  /// @throws DataFormatException with the library's words
  public int decompress(byte[] into, int offset, int length) throws DataFormatException {
    out.set(JAVA_LONG, SIZE, Math.min(length, OUTPUT_BYTES));
    out.set(JAVA_LONG, POSITION, 0);
    wanted = call();
    if (isError(wanted)) {
      throw new DataFormatException(errorName(wanted));
    }
    var count = (int) out.get(JAVA_LONG, POSITION);
    MemorySegment.copy(output, JAVA_BYTE, 0, into, offset, count);
    return count;
  }

  public boolean needsInput() {
    return in.get(JAVA_LONG, POSITION) == in.get(JAVA_LONG, SIZE);
  }

  /// Whether the frame is over, and all of it was given out.
  public boolean isAtEndOfFrame() {
    return wanted == 0;
  }

  @Override
  public void close() {
    if (!arena.scope().isAlive()) {
      return;
    }
    try {
      var _ = (long) zstd.free().invokeExact(context);
    } catch (Throwable impossible) {
      throw new LinkageError("calling ZSTD_freeDCtx", impossible);
    } finally {
      arena.close();
    }
  }

  private long call() {
    try {
      return (long) zstd.decompress().invokeExact(context, out, in);
    } catch (Throwable impossible) {
      throw new LinkageError("calling ZSTD_decompressStream", impossible);
    }
  }

  private boolean isError(long result) {
    try {
      return (int) zstd.isError().invokeExact(result) != 0;
    } catch (Throwable impossible) {
      throw new LinkageError("calling ZSTD_isError", impossible);
    }
  }

  private String errorName(long result) {
    try {
      var name = (MemorySegment) zstd.errorName().invokeExact(result);
      return name.reinterpret(LONGEST_ERROR).getString(0);
    } catch (Throwable impossible) {
      throw new LinkageError("calling ZSTD_getErrorName", impossible);
    }
  }
}
