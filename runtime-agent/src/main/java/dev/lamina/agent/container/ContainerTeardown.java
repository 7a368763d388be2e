package dev.lamina.agent.container;

import dev.lamina.agent.container.bundle.BundleWriter;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.MountTable;
import dev.lamina.agent.linux.Mounts;
import dev.lamina.agent.linux.ProcessIdentity;
import dev.lamina.agent.linux.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes away what exists of a run of a container: processes, runtime state, network, mount,
/// control group, bundle. Everything is found by the id; what is not there is passed over, and what
/// fails does not keep the rest from going.
final class ContainerTeardown {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerTeardown.class);

  private final ContainerHost host;

  ContainerTeardown(ContainerHost host) {
    this.host = host;
  }

  /// Releases everything of a run.
  ///
  /// @return whether nothing is left
  boolean release(String id) {
    var layout = host.layout();
    var clean = attempt("killing", id, () -> kill(id));
    clean &= attempt("deleting the runtime's state of", id, () -> deleteRuntimeState(id));
    clean &= attempt("disconnecting", id, () -> host.networks().disconnect(id));
    clean &= attempt("unmounting", id, () -> unmount(layout.bundle(id)));
    clean &= attempt("unmounting images of", id, () -> unmountBelow(layout.mounts(id)));
    clean &=
        attempt("removing the control group of", id, () -> host.groups().remove(host.cgroup(id)));
    clean &= attempt("removing the bundle of", id, () -> removeFiles(id));
    return clean;
  }

  /// Takes away what lasts between runs: the log and the files of `/etc`.
  void removeHome(String id) {
    attempt("removing the files of", id, () -> removeTree(host.layout().home(id)));
  }

  /// Unmounts the root file system of a bundle, without what was made in it for the run.
  static void unmountRoot(Path bundle, Path root) throws IOException {
    if (!Files.isDirectory(root) || !MountTable.isMountPoint(root)) {
      return;
    }
    BundleWriter.tidy(bundle, root);
    try {
      Mounts.unmount(root);
    } catch (LinuxException e) {
      if (!e.isBusy()) {
        throw e;
      }
      Mounts.detach(root);
    }
  }

  /// Removes a directory with all that is in it; a mount below it is an error and keeps its
  /// content. A link goes itself, wherever it leads.
  static void removeTree(Path directory) throws IOException {
    var parent = directory.getParent();
    var name = directory.getFileName();
    if (parent != null && name != null && Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      try (var open = Directory.open(parent)) {
        open.removeTree(name.toString());
      }
    }
  }

  private void kill(String id) throws IOException {
    host.groups().kill(host.cgroup(id));
    var monitor = monitor(host.layout().monitorPidFile(id));
    if (monitor > 0 && isMonitorOf(monitor, id)) {
      var process = ProcessIdentity.of(monitor);
      if (process.isPresent()) {
        process.get().signal(Signals.KILL);
      }
    }
  }

  private static int monitor(Path pidFile) throws IOException {
    try {
      return Integer.parseInt(Files.readString(pidFile).strip());
    } catch (NoSuchFileException | NumberFormatException none) {
      return 0;
    }
  }

  /// A pid in a file may have come to mean another process.
  private static boolean isMonitorOf(int pid, String id) throws IOException {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline")).contains(id);
    } catch (NoSuchFileException ended) {
      return false;
    }
  }

  private void deleteRuntimeState(String id) throws IOException, InterruptedException {
    if (Files.exists(host.layout().runtimeState(id).resolve(id))) {
      host.runtime(id).delete(id);
    }
  }

  private void unmount(Path bundle) throws IOException {
    unmountRoot(bundle, host.layout().rootOf(bundle));
  }

  private static void unmountBelow(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      for (var mount : MountTable.below(directory.toRealPath()).reversed()) {
        Mounts.detach(mount.target());
      }
    }
  }

  /// The bundle itself may be a file system in memory.
  private void removeFiles(String id) throws IOException {
    var bundle = host.layout().bundle(id);
    if (MountTable.isMountPoint(bundle)) {
      Mounts.detach(bundle);
    }
    removeTree(host.layout().bundle(id));
    Files.deleteIfExists(host.layout().exitFile(id));
    removeTree(host.layout().attachDirectory(id));
  }

  private static boolean attempt(String what, String id, Step step) {
    try {
      step.run();
      return true;
    } catch (IOException | AgentException e) {
      LOG.warn("{} container {}: {}", what, id, e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }
}
