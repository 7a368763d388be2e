package dev.lamina.agent.container;

import dev.lamina.agent.linux.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The two processes of a running container: its first one, and conmon.
///
/// @param boot the boot they belong to: after another one, the same pid and start time are chance
record MonitoredProcess(ProcessIdentity init, ProcessIdentity monitor, String boot) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  static MonitoredProcess now(ProcessIdentity init, ProcessIdentity monitor) {
    return new MonitoredProcess(init, monitor, bootNow());
  }

  boolean isOfThisBoot() {
    return boot.equals(bootNow());
  }

  private static String bootNow() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + BOOT_ID, e);
    }
  }
}
