package dev.lamina.agent.container.bundle;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RootDirectory;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a process starts: made inside the root if it is missing, owned by root, as Docker does.
///
/// The runtime is given the path with all links of the image resolved. Below `/proc` there is no
/// place to start in: `/proc/self/fd/7` once was a way to the host (CVE-2024-21626).
final class WorkingDirectory {
  private static final int PERMISSIONS = 0755;

  private WorkingDirectory() {}

  /// @throws AgentException `InvalidArgument` for a path that is relative, leads to a file, or to
  ///   `/proc`
  static String prepare(RootDirectory root, String stated) {
    var path = Path.of(stated.isEmpty() ? "/" : stated).normalize().toString();
    if (!path.startsWith("/")) {
      throw invalid(stated, "want an absolute path", null);
    }
    if (PseudoFileSystems.contain(path)) {
      return requireOutsideProc(path, stated);
    }
    try {
      root.createDirectories(path, 0, 0, PERMISSIONS).close();
      return requireOutsideProc(root.realPath(path), stated);
    } catch (LinuxException e) {
      throw invalid(stated, e.getMessage(), e);
    }
  }

  /// Where a further process of a running container starts: nothing is made.
  ///
  /// @throws AgentException `InvalidArgument` for a path that is relative, is not there, or leads
  ///   to `/proc`
  static String find(RootDirectory root, String stated) {
    var path = Path.of(stated.isEmpty() ? "/" : stated).normalize().toString();
    if (!path.startsWith("/")) {
      throw invalid(stated, "want an absolute path", null);
    }
    if (PseudoFileSystems.contain(path)) {
      return requireOutsideProc(path, stated);
    }
    try {
      return requireOutsideProc(root.realPath(path), stated);
    } catch (LinuxException e) {
      throw invalid(stated, e.getMessage(), e);
    }
  }

  private static String requireOutsideProc(String path, String stated) {
    if (path.startsWith(PseudoFileSystems.PROC + "/")) {
      throw invalid(stated, "it leads below " + PseudoFileSystems.PROC, null);
    }
    return path;
  }

  private static AgentException invalid(String stated, String why, @Nullable Throwable cause) {
    return new AgentException(
        FailureReason.InvalidArgument, "working directory '" + stated + "': " + why, cause);
  }
}
