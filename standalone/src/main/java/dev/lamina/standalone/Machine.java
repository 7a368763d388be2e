package dev.lamina.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What this machine is, as a Node object tells it.
///
/// @param name the host name, which is the name of the node
record Machine(
    String name, String architecture, String kernel, String system, int processors, long memory) {

  static Machine local() {
    return new Machine(
        read("/proc/sys/kernel/hostname").toLowerCase(Locale.ROOT),
        System.getProperty("os.arch"),
        System.getProperty("os.version"),
        value("/etc/os-release", "PRETTY_NAME=").replace("\"", ""),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(value("/proc/meminfo", "MemTotal:").replace("kB", "").strip()));
  }

  private static String value(String file, String key) {
    return read(file)
        .lines()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).strip())
        .findFirst()
        .orElse("0");
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }
}
