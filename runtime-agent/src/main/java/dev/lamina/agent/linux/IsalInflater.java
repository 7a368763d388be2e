package dev.lamina.agent.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.zip.DataFormatException;

/// Inflates a raw deflate stream with ISA-L, two to three times as fast as `java.util.zip`, by the
/// same rules. See RFC 1951.
///
/// Used as a `java.util.zip.Inflater`: input is set when the last one is used up. It is for one
/// thread, and holds native memory until it is closed.
public final class IsalInflater implements AutoCloseable {
  /// More than the structure of any version needs (2.30 and 2.31: 87,368 bytes).
  private static final int STATE_BYTES = 256 * 1024;

  private static final int INPUT_BYTES = 64 * 1024;
  private static final int OUTPUT_BYTES = 256 * 1024;

  // Offsets in `struct inflate_state` of igzip_lib.h. The first five begin every version of it.
  private static final long NEXT_OUT = 0;
  private static final long AVAIL_OUT = 8;
  private static final long NEXT_IN = 16;
  private static final long AVAIL_IN = 32;
  private static final long BITS_BUFFERED = 36;
  private static final long BLOCK_STATE = 21160;

  private static final int FINISHED = 5;

  private final Isal isal;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(STATE_BYTES, Long.BYTES);
  private final MemorySegment input = arena.allocate(INPUT_BYTES);
  private final MemorySegment output = arena.allocate(OUTPUT_BYTES);

  IsalInflater(Isal isal) {
    this.isal = isal;
    reset();
  }

  /// A new one, where the library is installed.
  public static Optional<IsalInflater> open() {
    return Isal.PRESENT.map(IsalInflater::new);
  }

  /// Begins another stream, without input.
  public void reset() {
    try {
      isal.init().invokeExact(state);
    } catch (Throwable impossible) {
      throw new LinkageError("calling isal_inflate_init", impossible);
    }
  }

  /// Copies as much of the bytes as fits; to be called when there is no input left.
  ///
  /// @return how many were taken
  public int setInput(byte[] bytes, int offset, int length) {
    var taken = Math.min(length, INPUT_BYTES);
    MemorySegment.copy(bytes, offset, input, JAVA_BYTE, 0, taken);
    state.set(ADDRESS, NEXT_IN, input);
    state.set(JAVA_INT, AVAIL_IN, taken);
    return taken;
  }

  /// Inflates what it can.
  ///
  /// @return how many bytes were written; 0 if there is no room, the stream is over or all input is
  ///   used up
  public int inflate(byte[] into, int offset, int length) throws DataFormatException {
    var room = Math.min(length, OUTPUT_BYTES);
    state.set(ADDRESS, NEXT_OUT, output);
    state.set(JAVA_INT, AVAIL_OUT, room);
    var result = call();
    var count = room - state.get(JAVA_INT, AVAIL_OUT);
    if (result < 0) {
      throw new DataFormatException("invalid deflate data (" + result + ")");
    }
    if (count == 0 && room > 0 && hasInput() && !isFinished()) {
      throw new DataFormatException("deflate data that leads nowhere");
    }
    MemorySegment.copy(output, JAVA_BYTE, 0, into, offset, count);
    return count;
  }

  /// Whether all bytes of the stream were given out.
  public boolean isFinished() {
    return state.get(JAVA_INT, BLOCK_STATE) == FINISHED;
  }

  /// Bytes of input behind the end of a finished stream; the first few may be from inputs before
  /// the last.
  public int remaining() {
    return state.get(JAVA_INT, AVAIL_IN) + state.get(JAVA_INT, BITS_BUFFERED) / Byte.SIZE;
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }

  private boolean hasInput() {
    return state.get(JAVA_INT, AVAIL_IN) > 0;
  }

  private int call() {
    try {
      return (int) isal.inflate().invokeExact(state);
    } catch (Throwable impossible) {
      throw new LinkageError("calling isal_inflate", impossible);
    }
  }
}
