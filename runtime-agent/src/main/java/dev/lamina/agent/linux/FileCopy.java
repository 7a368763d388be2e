package dev.lamina.agent.linux;

import java.util.Set;

/// Copies the content of one open file to the end of another, the cheapest way that works.
final class FileCopy {
  private static final long FICLONE = 0x40049409;
  private static final long PIECE_BYTES = 1L << 30;

  /// How the kernel says that these two files cannot be copied inside it.
  private static final Set<Long> REFUSALS =
      Set.of(
          -(long) Errno.EXDEV.number(),
          -(long) Errno.EINVAL.number(),
          -(long) Errno.ENOSYS.number(),
          -(long) Errno.EOPNOTSUPP.number());

  private FileCopy() {}

  static void copy(Descriptor source, Descriptor target) throws LinuxException {
    if (!copyByCloning(source, target) && !copyInKernel(source, target)) {
      copyThroughMemory(source, target);
    }
  }

  private static boolean copyByCloning(Descriptor source, Descriptor target) {
    return Kernel.call(Syscall.IOCTL, target.number(), FICLONE, source.number()) == 0;
  }

  /// Without offsets the call moves both positions, so a refusal half-way loses nothing.
  private static boolean copyInKernel(Descriptor source, Descriptor target) throws LinuxException {
    while (true) {
      var result =
          Kernel.call(
              Syscall.COPY_FILE_RANGE,
              source.number(),
              Kernel.NULL,
              target.number(),
              Kernel.NULL,
              PIECE_BYTES,
              0);
      if (REFUSALS.contains(result)) {
        return false;
      }
      if (target.check(result, Syscall.COPY_FILE_RANGE) == 0) {
        return true;
      }
    }
  }

  private static void copyThroughMemory(Descriptor source, Descriptor target)
      throws LinuxException {
    var buffer = Scratch.current().transfer();
    long length;
    do {
      var read = Kernel.call(Syscall.READ, source.number(), buffer.address(), buffer.byteSize());
      length = source.check(read, Syscall.READ);
      for (var done = 0L; done < length; ) {
        var result =
            Kernel.call(Syscall.WRITE, target.number(), buffer.address() + done, length - done);
        done += target.check(result, Syscall.WRITE);
      }
    } while (length > 0);
  }
}
