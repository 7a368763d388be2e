package dev.lamina.agent.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Tells when processes end, whoever their parent is: one thread waits for any number of them at no
/// cost (epoll of pidfds). The JDK polls those that are not its children, seconds apart.
public final class ProcessExits implements AutoCloseable {
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLLIN = 1;
  private static final int EPOLLONESHOT = 1 << 30;
  private static final int FOREVER = -1;

  /// `struct epoll_event` is packed on x86_64 alone.
  private static final long DATA_OFFSET = Architecture.IS_ARM64 ? 8 : 4;

  private final Descriptor epoll;
  private final Descriptor wakeUp;
  private final Map<Integer, Watched> watched = new ConcurrentHashMap<>();

  private ProcessExits(Descriptor epoll, Descriptor wakeUp) {
    this.epoll = epoll;
    this.wakeUp = wakeUp;
  }

  public static ProcessExits open() throws LinuxException {
    var epoll = descriptor(Syscall.EPOLL_CREATE1, Kernel.call(Syscall.EPOLL_CREATE1, cloexec()));
    var event = descriptor(Syscall.EVENTFD2, Kernel.call(Syscall.EVENTFD2, 0, cloexec()));
    var exits = new ProcessExits(epoll, event);
    exits.add(event, event.number());
    return exits;
  }

  /// Begins to wait for a process.
  ///
  /// @return false if it has ended already; [#next] will not tell of it
  public boolean watch(ProcessIdentity process) throws IOException {
    var opened = Kernel.call(Syscall.PIDFD_OPEN, process.pid(), 0);
    if (opened == -Errno.ESRCH.number()) {
      return false;
    }
    var pidfd = descriptor(Syscall.PIDFD_OPEN, opened);
    if (!process.isRunning()) {
      pidfd.closeQuietly();
      return false;
    }
    watched.put(pidfd.number(), new Watched(process, pidfd));
    add(pidfd, pidfd.number());
    return true;
  }

  /// Waits until a watched process ends; blocks the carrier of a virtual thread.
  ///
  /// @return that process, or empty after [#close]
  public Optional<ProcessIdentity> next() throws LinuxException {
    var event = Scratch.current().structure();
    var result =
        Kernel.call(
            Syscall.EPOLL_PWAIT, epoll.number(), event.address(), 1, FOREVER, Kernel.NULL, 0);
    epoll.check(result, Syscall.EPOLL_PWAIT);
    var ended = watched.remove((int) event.get(JAVA_LONG_UNALIGNED, DATA_OFFSET));
    if (ended == null) {
      release();
      return Optional.empty();
    }
    ended.pidfd.closeQuietly();
    return Optional.of(ended.process);
  }

  /// Ends a waiting [#next], which releases the descriptors.
  @Override
  public void close() {
    if (!wakeUp.isOpen()) {
      return;
    }
    var one = Scratch.current().structure();
    one.set(JAVA_LONG, 0, 1);
    Kernel.call(Syscall.WRITE, wakeUp.number(), one.address(), Long.BYTES);
  }

  private void add(Descriptor target, int data) throws LinuxException {
    var event = Scratch.current().structure();
    event.set(JAVA_INT, 0, EPOLLIN | EPOLLONESHOT);
    event.set(JAVA_LONG_UNALIGNED, DATA_OFFSET, data);
    var result =
        Kernel.call(
            Syscall.EPOLL_CTL, epoll.number(), EPOLL_CTL_ADD, target.number(), event.address());
    epoll.check(result, Syscall.EPOLL_CTL);
  }

  private void release() {
    watched.values().forEach(each -> each.pidfd.closeQuietly());
    watched.clear();
    wakeUp.closeQuietly();
    epoll.closeQuietly();
  }

  private static int cloexec() {
    return OpenFlags.CLOSE_ON_EXEC;
  }

  private static Descriptor descriptor(Syscall call, long result) throws LinuxException {
    var name = "watch of processes";
    return new Descriptor(LinuxException.check(result, call, name), name);
  }

  private record Watched(ProcessIdentity process, Descriptor pidfd) {}
}
