package dev.lamina.agent.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.util.concurrent.atomic.AtomicInteger;

/// An open file descriptor, closed once, and the path to name it by in errors.
final class Descriptor implements AutoCloseable {
  private static final int CLOSED = -1;
  private static final int OPEN_HOW_BYTES = 24;

  /// `openat2` gives up with EAGAIN when something was renamed or mounted meanwhile, anywhere.
  private static final int RACED_TRIES = 1000;

  private final AtomicInteger number;
  private final String path;

  Descriptor(long number, String path) {
    this.number = new AtomicInteger((int) number);
    this.path = path;
  }

  /// Opens a path of the host as it is; links are followed.
  static Descriptor open(String path, int flags) throws LinuxException {
    var address = Scratch.current().first(path);
    var result =
        Kernel.call(Syscall.OPENAT, OpenFlags.AT_FDCWD, address, flags | OpenFlags.CLOSE_ON_EXEC);
    return new Descriptor(LinuxException.check(result, Syscall.OPENAT, path), path);
  }

  /// Opens one name in this directory; a link in its place is an error, not followed.
  Descriptor openEntry(String name, int flags, int mode) throws LinuxException {
    var address = Scratch.current().first(name);
    var all = flags | OpenFlags.CLOSE_ON_EXEC | OpenFlags.NO_FOLLOW;
    var result = Kernel.call(Syscall.OPENAT, number(), address, all, mode);
    return new Descriptor(check(result, Syscall.OPENAT, name), child(name));
  }

  /// Opens a path below this directory by the rules of `resolve`.
  Descriptor openResolved(String below, int flags, long resolve) throws LinuxException {
    var scratch = Scratch.current();
    var address = scratch.first(below);
    var how = scratch.structure();
    how.set(JAVA_LONG, 0, flags | OpenFlags.CLOSE_ON_EXEC);
    how.set(JAVA_LONG, 8, 0);
    how.set(JAVA_LONG, 16, resolve);
    long result;
    var tries = 0;
    do {
      result = Kernel.call(Syscall.OPENAT2, number(), address, how.address(), OPEN_HOW_BYTES);
    } while (result == -Errno.EAGAIN.number() && ++tries < RACED_TRIES);
    return new Descriptor(check(result, Syscall.OPENAT2, below), child(below));
  }

  int number() {
    var current = number.get();
    if (current == CLOSED) {
      throw new IllegalStateException(path + " is closed");
    }
    return current;
  }

  boolean isOpen() {
    return number.get() != CLOSED;
  }

  String path() {
    return path;
  }

  /// A path to this very file for calls that take no descriptor.
  String procPath() {
    return "/proc/self/fd/" + number();
  }

  String child(String name) {
    var joint = name.isEmpty() || name.startsWith("/") || path.endsWith("/") ? "" : "/";
    return path + joint + name;
  }

  long check(long result, Syscall call) throws LinuxException {
    return LinuxException.check(result, call, path);
  }

  /// The path of the message is put together only when there is one.
  long check(long result, Syscall call, String name) throws LinuxException {
    return result < 0 ? LinuxException.check(result, call, child(name)) : result;
  }

  @Override
  public void close() throws LinuxException {
    var open = number.getAndSet(CLOSED);
    if (open != CLOSED) {
      check(Kernel.close(open), Syscall.CLOSE);
    }
  }

  /// For descriptors that were not written through: their close has nothing to report.
  void closeQuietly() {
    var open = number.getAndSet(CLOSED);
    if (open != CLOSED) {
      Kernel.close(open);
    }
  }
}
