package dev.lamina.agent.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// A process beyond doubt: a pid is given to another process some day, but not with the same start.
///
/// @param startTicks clock ticks from boot to its start (field 22 of `/proc/<pid>/stat`)
public record ProcessIdentity(int pid, long startTicks) {
  /// The process that has this pid now, if it has not ended.
  public static Optional<ProcessIdentity> of(int pid) throws IOException {
    try (var stat = openStat(pid)) {
      return parse(pid, new String(stat.readAllBytes(), ISO_8859_1));
    } catch (LinuxException e) {
      if (e.isNotFound() || e.is(Errno.ESRCH)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  public boolean isRunning() throws IOException {
    return of(pid).filter(this::equals).isPresent();
  }

  /// Sends a signal to this very process; 0 sends none.
  ///
  /// @return false if it has ended
  public boolean signal(int signal) throws IOException {
    var opened = Kernel.call(Syscall.PIDFD_OPEN, pid, 0);
    if (opened == -Errno.ESRCH.number()) {
      return false;
    }
    var path = "process " + pid;
    var process = new Descriptor(LinuxException.check(opened, Syscall.PIDFD_OPEN, path), path);
    try {
      // From here on the pid cannot come to mean another process than the descriptor does.
      return isRunning() && send(process, signal);
    } finally {
      process.closeQuietly();
    }
  }

  private static boolean send(Descriptor process, int signal) throws LinuxException {
    var result = Kernel.call(Syscall.PIDFD_SEND_SIGNAL, process.number(), signal, Kernel.NULL, 0);
    if (result == -Errno.ESRCH.number()) {
      return false;
    }
    process.check(result, Syscall.PIDFD_SEND_SIGNAL);
    return true;
  }

  /// `42 (name) S 1 ...`: the name may hold spaces and parentheses, so fields count from its end.
  static Optional<ProcessIdentity> parse(int pid, String stat) {
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    var state = fields[0];
    var hasEnded = state.equals("Z") || state.equals("X");
    return hasEnded
        ? Optional.empty()
        : Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[19])));
  }

  private static InputStream openStat(int pid) throws LinuxException {
    var stat = Descriptor.open("/proc/" + pid + "/stat", OpenFlags.READ_ONLY);
    return new RegularFile(stat).inputStream();
  }
}
