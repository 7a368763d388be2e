package dev.lamina.agent.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Optional;

/// SHA-256 by the system's libcrypto, the same as that of `java.security`.
///
/// Why: the JDK's is as fast only after the optimizing compiler took it up, and ten to a hundred
/// times slower before; a short-lived process ends before that, and a daemon pays for it in its
/// first pull.
public final class Sha256 extends MessageDigest {
  static final String NAME = "SHA-256";

  private static final int DIGEST_BYTES = 32;

  /// More than `SHA256_CTX` has (112 bytes).
  private static final int STATE_BYTES = 256;

  /// The virtual machine waits for a call to return before it can collect garbage.
  private static final int PIECE_BYTES = 128 * 1024;

  private final Libcrypto library;
  private final MemorySegment state = Arena.ofAuto().allocate(STATE_BYTES, Long.BYTES);

  Sha256(Libcrypto library) {
    super(NAME);
    this.library = library;
    engineReset();
  }

  /// A new computation, where the library is installed.
  public static Optional<MessageDigest> open() {
    return Libcrypto.PRESENT.map(Sha256::new);
  }

  @Override
  protected int engineGetDigestLength() {
    return DIGEST_BYTES;
  }

  @Override
  protected void engineUpdate(byte input) {
    engineUpdate(new byte[] {input}, 0, 1);
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, input.length);
    var bytes = MemorySegment.ofArray(input);
    for (var done = 0; done < length; done += PIECE_BYTES) {
      var piece = Math.min(length - done, PIECE_BYTES);
      update(bytes.asSlice((long) offset + done, piece), piece);
    }
  }

  @Override
  protected byte[] engineDigest() {
    var result = new byte[DIGEST_BYTES];
    try {
      check((int) library.finish().invokeExact(MemorySegment.ofArray(result), state));
    } catch (Throwable impossible) {
      throw failed("SHA256_Final", impossible);
    }
    engineReset();
    return result;
  }

  @Override
  protected void engineReset() {
    try {
      check((int) library.init().invokeExact(state));
    } catch (Throwable impossible) {
      throw failed("SHA256_Init", impossible);
    }
  }

  private void update(MemorySegment bytes, long length) {
    try {
      check((int) library.update().invokeExact(state, bytes, length));
    } catch (Throwable impossible) {
      throw failed("SHA256_Update", impossible);
    }
  }

  private static void check(int result) {
    if (result != 1) {
      throw new IllegalStateException("it says " + result);
    }
  }

  private static LinkageError failed(String function, Throwable cause) {
    return new LinkageError("calling " + function, cause);
  }
}
