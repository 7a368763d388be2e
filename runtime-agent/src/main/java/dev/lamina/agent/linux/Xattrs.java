package dev.lamina.agent.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The part of the extended attribute calls that does not depend on how the file is addressed: the
/// caller makes the call with the transfer buffer, this reads and fills it.
final class Xattrs {
  private Xattrs() {}

  /// Puts the value where the call will read it and returns its address.
  static long place(byte[] value) throws LinuxException {
    if (value.length > Scratch.TRANSFER_BYTES) {
      throw new LinuxException(Errno.E2BIG.number(), "setxattr", value.length + " bytes");
    }
    var buffer = Scratch.current().transfer();
    MemorySegment.copy(value, 0, buffer, JAVA_BYTE, 0, value.length);
    return buffer.address();
  }

  static Optional<byte[]> value(long result, Descriptor base, Syscall call, String name)
      throws LinuxException {
    return isAbsent(result) ? Optional.empty() : Optional.of(bytes(base.check(result, call, name)));
  }

  static List<String> names(long result, Descriptor base, Syscall call, String name)
      throws LinuxException {
    if (result == -Errno.EOPNOTSUPP.number()) {
      return List.of();
    }
    var list = bytes(base.check(result, call, name));
    var names = new ArrayList<String>();
    var start = 0;
    for (var end = 0; end < list.length; end++) {
      if (list[end] == 0) {
        names.add(FileNames.decode(Arrays.copyOfRange(list, start, end)));
        start = end + 1;
      }
    }
    return List.copyOf(names);
  }

  /// The attribute is not there, or the file system has none at all.
  static boolean isAbsent(long result) {
    return result == -Errno.ENODATA.number() || result == -Errno.EOPNOTSUPP.number();
  }

  private static byte[] bytes(long length) {
    return Scratch.current().transfer().asSlice(0, length).toArray(JAVA_BYTE);
  }
}
