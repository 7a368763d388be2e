package dev.lamina.agent.snapshot;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.linux.Directory;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// Where everything below `snapshots/` is.
///
/// @param root `snapshots` itself, absolute: the kernel shows its mounts by these paths
record SnapshotLayout(Path root) {
  static final String RECORD = "snapshot.json";
  static final String FILES = "fs";
  static final String WORK = "work";

  private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9._-]{1,128}");

  SnapshotLayout {
    root = root.toAbsolutePath().normalize();
  }

  Path actives() {
    return root.resolve("active");
  }

  Path committed() {
    return root.resolve("committed");
  }

  Path trash() {
    return root.resolve("trash");
  }

  /// A directory with nothing in it, for an overlay needs something below.
  Path empty() {
    return root.resolve("empty");
  }

  Path active(String key) {
    requireKey(key);
    return actives().resolve(key);
  }

  /// Keys become directory names, and two of those have a meaning of their own.
  static void requireKey(String key) {
    if (!KEY.matcher(key).matches() || key.equals(".") || key.equals("..")) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "snapshot key '%s': want 1 to 128 of a-z A-Z 0-9 . _ -".formatted(key));
    }
  }

  Path upper(String key) {
    return active(key).resolve(FILES);
  }

  Path work(String key) {
    return active(key).resolve(WORK);
  }

  /// The two algorithms' hex differ in length, so it names the chain alone.
  static String directoryName(ChainId name) {
    return name.digest().hex();
  }

  Path snapshot(ChainId name) {
    return committed().resolve(directoryName(name));
  }

  Path layer(ChainId name) {
    return snapshot(name).resolve(FILES);
  }

  /// Creates what is missing, unreadable for everybody else: layers hold setuid programs, devices
  /// and other people's secrets.
  boolean create() throws IOException {
    Files.createDirectories(root);
    try (var directory = Directory.open(root)) {
      directory.inode().setPermissions(0700);
      for (var path : List.of(actives(), committed(), trash(), empty())) {
        var name = path.getFileName().toString();
        if (directory.find(name).isEmpty()) {
          directory.createDirectory(name, path.equals(empty()) ? 0755 : 0700);
        }
      }
    }
    return true;
  }
}
