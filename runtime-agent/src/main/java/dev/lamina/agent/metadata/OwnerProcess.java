package dev.lamina.agent.metadata;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A process of this machine that cannot be mistaken for a later one of the same pid.
///
/// @param startTicks clock ticks between the boot and the start of the process: unlike the time of
///   day it never changes when a clock is set
/// @param bootId the kernel's name of this boot
record OwnerProcess(long pid, long startTicks, String bootId) {
  private static final Path PROC = Path.of("/proc");

  static OwnerProcess current() {
    return of(ProcessHandle.current().pid());
  }

  static OwnerProcess of(long pid) {
    try {
      return new OwnerProcess(pid, Stat.read(pid).startTicks(), currentBoot());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  boolean isAlive() {
    try {
      if (!bootId.equals(currentBoot())) {
        return false;
      }
      var stat = Stat.read(pid);
      return stat.isRunning() && stat.startTicks() == startTicks;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      // The process ended between opening and reading its file (ESRCH).
      if (!Files.exists(PROC.resolve(Long.toString(pid)))) {
        return false;
      }
      throw unreadable(e);
    }
  }

  private static String currentBoot() throws IOException {
    return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
  }

  private static AgentException unreadable(IOException e) {
    return new AgentException(
        FailureReason.StoreFailed, "reading /proc to tell the owner of a lease: " + e, e);
  }

  /// Two fields of `/proc/PID/stat`; see proc(5). The second field is the name of the program in
  /// brackets and may itself hold spaces and brackets.
  private record Stat(char state, long startTicks) {
    static Stat read(long pid) throws IOException {
      var line = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
      var fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      return new Stat(fields[0].charAt(0), Long.parseLong(fields[19]));
    }

    boolean isRunning() {
      return state != 'Z' && state != 'X';
    }
  }
}
