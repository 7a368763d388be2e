package dev.lamina.agent.container.runtime;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.MountPoint;
import dev.lamina.agent.linux.MountTable;
import dev.lamina.agent.linux.ProcessIdentity;
import dev.lamina.agent.linux.Signals;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// The control groups of the node: one hierarchy (v2), several (v1), or both side by side.
///
/// A group is named by its path from the root of each hierarchy, such as `/lamina/<id>`.
public final class ControlGroups {
  private static final Path TOP = Path.of("/sys/fs/cgroup");
  private static final Path UNIFIED_BESIDE_V1 = TOP.resolve("unified");
  private static final String PROCESSES = "cgroup.procs";

  /// A v1 cpuset takes no process before these are set; in v2 empty means as the parent.
  private static final List<String> CPUSET_FILES = List.of("cpuset.cpus", "cpuset.mems");

  private final List<Path> hierarchies;
  private final boolean unified;

  private ControlGroups(List<Path> hierarchies, boolean unified) {
    this.hierarchies = List.copyOf(hierarchies);
    this.unified = unified;
  }

  public static ControlGroups ofNode() throws IOException {
    var mounts = MountTable.below(TOP).stream().filter(ControlGroups::isHierarchy).toList();
    var unified = mounts.stream().anyMatch(mount -> mount.target().equals(TOP));
    var hierarchies = mounts.stream().map(MountPoint::target).distinct().toList();
    return new ControlGroups(hierarchies, unified);
  }

  /// Whether there is cgroup v2 and nothing else.
  public boolean isUnified() {
    return unified;
  }

  /// Whether controllers are spread over v1 and v2, which crun 1.8 refuses.
  boolean isMixed() throws IOException {
    var controllers = UNIFIED_BESIDE_V1.resolve("cgroup.controllers");
    return hierarchies.contains(UNIFIED_BESIDE_V1) && !Files.readString(controllers).isBlank();
  }

  /// Creates a group and says where, once for each hierarchy.
  List<Path> create(String group) throws IOException {
    var directories = directories(group);
    for (var directory : directories) {
      Files.createDirectories(directory);
      inheritCpuset(directory);
    }
    return directories;
  }

  /// Sends SIGKILL to every process of the group and of those below it, until none is left to find.
  public void kill(String group) throws IOException {
    for (var directory : directories(group)) {
      killTree(directory);
    }
    // Under v1 who stands still does not die.
    thaw(group);
  }

  /// Returns when every process of the group stands still.
  ///
  /// @throws AgentException `NotSupported` where the node has no freezer
  public void freeze(String group) throws IOException, InterruptedException {
    Freezer.of(directories(group))
        .orElseThrow(() ->
            new AgentException(
                FailureReason.NotSupported, "this node has no freezer among its control groups"))
        .freeze();
  }

  /// Lets the processes of the group go on, if they stand still.
  public void thaw(String group) throws IOException {
    var freezer = Freezer.of(directories(group));
    if (freezer.isPresent()) {
      freezer.get().thaw();
    }
  }

  /// The pids of the processes of the group, lowest first.
  public List<Integer> processes(String group) throws IOException {
    var pids = new TreeSet<Integer>();
    for (var directory : directories(group)) {
      processes(directory).forEach(pid -> pids.add(Integer.parseInt(pid)));
    }
    return List.copyOf(pids);
  }

  /// Removes the group and those below it; processes must be gone. One that is not there is fine.
  public void remove(String group) throws IOException {
    for (var directory : directories(group)) {
      removeTree(directory);
    }
  }

  private List<Path> directories(String group) {
    var relative = Path.of("/").relativize(Path.of(group));
    return hierarchies.stream().map(hierarchy -> hierarchy.resolve(relative)).toList();
  }

  private static void inheritCpuset(Path directory) throws IOException {
    for (var name : CPUSET_FILES) {
      var own = directory.resolve(name);
      var parents = directory.resolveSibling(name);
      if (Files.exists(own) && Files.exists(parents) && Files.readString(own).isBlank()) {
        Files.writeString(own, Files.readString(parents));
      }
    }
  }

  private void killTree(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    var killAll = directory.resolve("cgroup.kill");
    if (Files.exists(killAll)) {
      Files.writeString(killAll, "1");
      return;
    }
    for (var child : children(directory)) {
      killTree(child);
    }
    killProcesses(directory);
  }

  /// A process that forks while it is killed leaves a child behind, found in the next round.
  private static void killProcesses(Path directory) throws IOException {
    var killed = new ArrayList<String>();
    for (var found = processes(directory);
        !killed.containsAll(found);
        found = processes(directory)) {
      for (var pid : found) {
        var process = ProcessIdentity.of(Integer.parseInt(pid));
        if (process.isPresent()) {
          process.get().signal(Signals.KILL);
        }
      }
      killed.addAll(found);
    }
  }

  private static List<String> processes(Path directory) throws IOException {
    try (var lines = Files.lines(directory.resolve(PROCESSES))) {
      return lines.toList();
    } catch (NoSuchFileException gone) {
      return List.of();
    }
  }

  private static void removeTree(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      for (var child : children(directory)) {
        removeTree(child);
      }
      Files.deleteIfExists(directory);
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.filter(Files::isDirectory).toList();
    } catch (NoSuchFileException gone) {
      return List.of();
    }
  }

  private static boolean isHierarchy(MountPoint mount) {
    return mount.type().equals("cgroup") || mount.type().equals("cgroup2");
  }
}
