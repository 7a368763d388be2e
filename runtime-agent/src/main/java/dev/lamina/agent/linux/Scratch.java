package dev.lamina.agent.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Native memory of one thread, reused by every call it makes: errno, two strings, one structure,
/// one transfer buffer.
///
/// The memory lives as long as the thread, so that bare addresses of it may go into a call.
final class Scratch {
  static final int STRUCTURE_BYTES = 512;
  static final int TRANSFER_BYTES = 128 * 1024;

  /// The kernel's PATH_MAX, the final NUL included.
  private static final int STRING_BYTES = 4096;

  private static final ThreadLocal<Scratch> CURRENT = ThreadLocal.withInitial(Scratch::new);

  private final MemorySegment errno;
  private final MemorySegment structure;
  private final MemorySegment first;
  private final MemorySegment second;
  private @Nullable MemorySegment transfer;

  private Scratch() {
    var arena = Arena.ofAuto();
    errno = arena.allocate(Linker.Option.captureStateLayout());
    structure = arena.allocate(STRUCTURE_BYTES, Long.BYTES);
    first = arena.allocate(STRING_BYTES);
    second = arena.allocate(STRING_BYTES);
  }

  static Scratch current() {
    return CURRENT.get();
  }

  MemorySegment errno() {
    return errno;
  }

  MemorySegment structure() {
    return structure;
  }

  /// Several times as large as the largest extended attribute.
  MemorySegment transfer() {
    var present = transfer;
    if (present == null) {
      present = Arena.ofAuto().allocate(TRANSFER_BYTES, Long.BYTES);
      transfer = present;
    }
    return present;
  }

  /// The address of `text` as a C string, valid until the next `first`.
  long first(String text) throws LinuxException {
    return copy(text, first);
  }

  /// The address of another C string, for calls with two of them.
  long second(String text) throws LinuxException {
    return copy(text, second);
  }

  private static long copy(String text, MemorySegment target) throws LinuxException {
    var bytes = FileNames.encode(text);
    if (bytes.length >= STRING_BYTES) {
      throw new LinuxException(Errno.ENAMETOOLONG.number(), "path", text);
    }
    for (var octet : bytes) {
      if (octet == 0) {
        throw new LinuxException(Errno.EINVAL.number(), "path", text.replace('\0', '?'));
      }
    }
    MemorySegment.copy(bytes, 0, target, JAVA_BYTE, 0, bytes.length);
    target.set(JAVA_BYTE, bytes.length, (byte) 0);
    return target.address();
  }
}
