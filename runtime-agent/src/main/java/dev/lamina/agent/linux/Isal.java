package dev.lamina.agent.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;

/// The system's ISA-L library: its functions that inflate, if it is there and laid out as expected.
///
/// @param init `void isal_inflate_init(struct inflate_state *)`
/// @param inflate `int isal_inflate(struct inflate_state *)`
record Isal(MethodHandle init, MethodHandle inflate) {
  private static final String LIBRARY = "libisal.so.2";

  /// Looked for once in a process: the trial below takes about a millisecond.
  static final Optional<Isal> PRESENT = load().filter(Isal::inflatesRight);

  private static Optional<Isal> load() {
    try {
      var library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
      return library
          .find("isal_inflate_init")
          .flatMap(init -> library.find("isal_inflate").map(inflate -> link(init, inflate)));
    } catch (IllegalArgumentException absent) {
      return Optional.empty();
    }
  }

  private static Isal link(MemorySegment init, MemorySegment inflate) {
    var linker = Linker.nativeLinker();
    return new Isal(
        linker.downcallHandle(init, FunctionDescriptor.ofVoid(ADDRESS)),
        linker.downcallHandle(inflate, FunctionDescriptor.of(JAVA_INT, ADDRESS)));
  }

  /// Whether a known stream comes out as it went in, with its end recognised and the bytes behind
  /// it given back: with another layout of the structure it would not.
  private boolean inflatesRight() {
    var plain = new byte[100_000];
    for (var i = 0; i < plain.length; i++) {
      plain[i] = (byte) ((i * i) >> (i % 7));
    }
    var compressed = deflated(plain);
    try (var inflater = new IsalInflater(this)) {
      inflater.setInput(compressed, 0, compressed.length);
      var result = new byte[plain.length];
      var count = 0;
      var step = 0;
      while (!inflater.isFinished() && (step > 0 || count == 0)) {
        step = inflater.inflate(result, count, Math.min(777 + count, result.length - count));
        count += step;
      }
      return inflater.isFinished() && inflater.remaining() == 8 && Arrays.equals(result, plain);
    } catch (DataFormatException | IndexOutOfBoundsException e) {
      return false;
    }
  }

  /// A raw deflate stream, and eight bytes behind it.
  private static byte[] deflated(byte[] plain) {
    try (var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      deflater.setInput(plain);
      deflater.finish();
      var compressed = new byte[plain.length * 2];
      var length = deflater.deflate(compressed);
      return Arrays.copyOf(compressed, length + 8);
    }
  }
}
