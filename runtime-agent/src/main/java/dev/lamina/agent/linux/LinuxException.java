package dev.lamina.agent.linux;

import java.io.IOException;

/// A system call failed: which, on what, and with which errno.
public class LinuxException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;
  private final String call;
  private final String path;

  LinuxException(int errno, String call, String path) {
    this(errno, call, path, "");
  }

  /// With what the kernel itself said about it, or an empty `detail`.
  LinuxException(int errno, String call, String path, String detail) {
    super(call + " " + path + ": " + meaning(errno) + (detail.isEmpty() ? "" : ": " + detail));
    this.errno = errno;
    this.call = call;
    this.path = path;
  }

  static long check(long result, Syscall call, String path) throws LinuxException {
    if (result < 0) {
      throw new LinuxException((int) -result, call.label(), path);
    }
    return result;
  }

  /// Never absent, unlike that of other exceptions.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  public int errno() {
    return errno;
  }

  /// `ENOENT`, or `errno 133` for the rarer ones.
  public String name() {
    return Errno.of(errno).map(Errno::name).orElse("errno " + errno);
  }

  public String call() {
    return call;
  }

  public String path() {
    return path;
  }

  public boolean is(Errno other) {
    return errno == other.number();
  }

  /// A file or a directory on the way to it is missing.
  public boolean isNotFound() {
    return is(Errno.ENOENT);
  }

  public boolean isExists() {
    return is(Errno.EEXIST);
  }

  /// Space, inodes or quota are used up.
  public boolean isNoSpace() {
    return is(Errno.ENOSPC) || is(Errno.EDQUOT);
  }

  public boolean isBusy() {
    return is(Errno.EBUSY);
  }

  /// The kernel or this file system cannot do it; another one might.
  public boolean isNotSupported() {
    return is(Errno.ENOSYS) || is(Errno.EOPNOTSUPP);
  }

  private static String meaning(int errno) {
    return Errno.of(errno)
        .map(known -> known.meaning() + " (" + known.name() + ")")
        .orElse("errno " + errno);
  }
}
