package dev.lamina.agent.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The system's zstd library: its functions that decompress a stream, part of its stable API since
/// 1.4.0.
///
/// @param create `ZSTD_DCtx *ZSTD_createDCtx(void)`
/// @param free `size_t ZSTD_freeDCtx(ZSTD_DCtx *)`
/// @param setParameter `size_t ZSTD_DCtx_setParameter(ZSTD_DCtx *, ZSTD_dParameter, int)`
/// @param decompress `size_t ZSTD_decompressStream(ZSTD_DCtx *, ZSTD_outBuffer *, ZSTD_inBuffer *)`
/// @param isError `unsigned ZSTD_isError(size_t)`
/// @param errorName `const char *ZSTD_getErrorName(size_t)`
record Libzstd(
    MethodHandle create,
    MethodHandle free,
    MethodHandle setParameter,
    MethodHandle decompress,
    MethodHandle isError,
    MethodHandle errorName) {
  private static final String LIBRARY = "libzstd.so.1";

  /// Looked for once in a process.
  static final Optional<Libzstd> PRESENT = load();

  private static Optional<Libzstd> load() {
    try {
      var library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
      return Optional.of(
          new Libzstd(
              link(library, "ZSTD_createDCtx", ADDRESS),
              link(library, "ZSTD_freeDCtx", JAVA_LONG, ADDRESS),
              link(library, "ZSTD_DCtx_setParameter", JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT),
              link(library, "ZSTD_decompressStream", JAVA_LONG, ADDRESS, ADDRESS, ADDRESS),
              link(library, "ZSTD_isError", JAVA_INT, JAVA_LONG),
              link(library, "ZSTD_getErrorName", ADDRESS, JAVA_LONG)));
    } catch (IllegalArgumentException | NoSuchElementException absent) {
      return Optional.empty();
    }
  }

  private static MethodHandle link(
      SymbolLookup library, String name, MemoryLayout result, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(library.findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }
}
