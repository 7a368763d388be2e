package dev.lamina.agent.container;

import dev.lamina.agent.linux.HostCommand;
import dev.lamina.agent.linux.MountTable;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What containers leave on a host when something goes wrong with them, by kind.
///
/// @param state the state directory of their agent
/// @param run its run directory
public record HostTraces(Path state, Path run) {
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final Path RESERVATIONS = Path.of("/run/lamina-network");
  private static final int DEPTH_OF_GROUPS = 4;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /// Of all containers of the agent; of what agents share, control groups and addresses, that of
  /// these.
  public SortedMap<String, Object> of(Set<String> ids) throws IOException, InterruptedException {
    var traces = new TreeMap<String, Object>();
    traces.put("mounts", mounts());
    traces.put("processes", processes());
    traces.put("links", lines("ip", "-o", "link", "show", "type", "veth"));
    traces.put("firewall", lines("iptables-save"));
    traces.put("groups", groups(ids));
    traces.put("reservations", reservations(ids));
    traces.put(
        "run", below(run.resolve("containers"), run.resolve("exits"), run.resolve("attach")));
    traces.put("networks", below(run.resolve("network")));
    traces.put("runtime", below(run.resolve("runtime")));
    traces.put("homes", names(state.resolve("containers/containers")));
    traces.put("snapshots", names(state.resolve("snapshots/active")));
    traces.put("scratch", below(state.resolve("tmp"), state.resolve("snapshots/trash")));
    return traces;
  }

  private List<String> mounts() throws IOException {
    var mounts = new ArrayList<String>();
    for (var directory : List.of(state, run)) {
      MountTable.below(directory).forEach(mount -> mounts.add(mount.place()));
    }
    return mounts;
  }

  /// Monitors and runtimes have the run directory in their command line.
  private List<String> processes() {
    try (var all = ProcessHandle.allProcesses()) {
      return all.flatMap(process -> process.info().commandLine().stream())
          .filter(line -> line.contains(run + "/containers/"))
          .sorted()
          .toList();
    }
  }

  private static List<String> groups(Set<String> ids) throws IOException {
    return below(GROUPS).stream().filter(path -> ids.contains(lastName(path))).toList();
  }

  private static List<String> reservations(Set<String> ids) throws IOException {
    var found = new ArrayList<String>();
    for (var path : below(RESERVATIONS)) {
      var text = Files.isRegularFile(Path.of(path)) ? textOf(Path.of(path)) : "";
      if (ids.stream().anyMatch(id -> text.contains(id) || path.contains(id))) {
        found.add(path);
      }
    }
    return found;
  }

  private static String textOf(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException gone) {
      return "";
    }
  }

  private static String lastName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static long lines(String... command) throws IOException, InterruptedException {
    return HostCommand.of(command)
        .run(LIMIT)
        .output()
        .lines()
        .filter(line -> !line.startsWith("#") && !line.startsWith(":"))
        .count();
  }

  private static List<String> names(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var entries = Files.list(directory)) {
      return entries.map(Path::toString).sorted().toList();
    }
  }

  /// Others make and remove theirs meanwhile.
  private static List<String> below(Path... directories) throws IOException {
    var found = new ArrayList<String>();
    var visitor =
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            found.add(path.toString());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            found.add(path.toString());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException gone) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        };
    for (var directory : directories) {
      Files.walkFileTree(
          directory, EnumSet.noneOf(FileVisitOption.class), DEPTH_OF_GROUPS, visitor);
    }
    found.sort(null);
    return found;
  }
}
