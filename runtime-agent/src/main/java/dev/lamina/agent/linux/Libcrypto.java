package dev.lamina.agent.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The system's OpenSSL library: its SHA-256, if it is there and computes what it should.
///
/// @param init `int SHA256_Init(SHA256_CTX *)`
/// @param update `int SHA256_Update(SHA256_CTX *, const void *, size_t)`
/// @param finish `int SHA256_Final(unsigned char *, SHA256_CTX *)`
record Libcrypto(MethodHandle init, MethodHandle update, MethodHandle finish) {
  private static final List<String> LIBRARIES = List.of("libcrypto.so.3", "libcrypto.so.1.1");

  /// Looked for once in a process.
  static final Optional<Libcrypto> PRESENT = load().filter(Libcrypto::hashesRight);

  private static Optional<Libcrypto> load() {
    return LIBRARIES.stream().flatMap(name -> open(name).stream()).findFirst();
  }

  private static Optional<Libcrypto> open(String name) {
    try {
      var library = SymbolLookup.libraryLookup(name, Arena.global());
      return Optional.of(
          new Libcrypto(
              link(library.findOrThrow("SHA256_Init"), FunctionDescriptor.of(JAVA_INT, ADDRESS)),
              link(
                  library.findOrThrow("SHA256_Update"),
                  FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG)),
              link(
                  library.findOrThrow("SHA256_Final"),
                  FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS))));
    } catch (IllegalArgumentException | NoSuchElementException absent) {
      return Optional.empty();
    }
  }

  /// Critical: arrays of the heap are hashed where they are.
  private static MethodHandle link(MemorySegment function, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(function, descriptor, Linker.Option.critical(true));
  }

  /// Whether it agrees with `java.security`, for pieces of different sizes and when used again.
  private boolean hashesRight() {
    try {
      var plain = MessageDigest.getInstance(Sha256.NAME);
      var fast = new Sha256(this);
      return agree(plain, fast, 57) && agree(plain, fast, 64);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static boolean agree(MessageDigest plain, MessageDigest fast, int step) {
    var bytes = new byte[1000];
    for (var i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ((i * i) >> 3);
    }
    for (var length = 0; length < bytes.length / 2; length += step) {
      plain.update(bytes, length, length);
      fast.update(bytes, length, length);
    }
    return MessageDigest.isEqual(plain.digest(), fast.digest());
  }
}
