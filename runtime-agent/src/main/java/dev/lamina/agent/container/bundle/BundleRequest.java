package dev.lamina.agent.container.bundle;

import java.nio.file.Path;
import java.util.List;

/// What to make a bundle of.
///
/// @param directory where `config.json` goes
/// @param root the mounted root file system
/// @param etc a directory with the files that [EtcFiles] names, to be shown in the container
/// @param cgroup path of the control group, from the root of the hierarchy
/// @param mounts what else is shown in the root file system
public record BundleRequest(
    Path directory,
    Path root,
    Path etc,
    String cgroup,
    Program program,
    Isolation isolation,
    List<BundleMount> mounts) {
  public BundleRequest {
    mounts = List.copyOf(mounts);
  }

  /// What to run.
  ///
  /// @param env `NAME=value`, later ones win
  /// @param user `[user][:group]`; empty = root
  public record Program(
      List<String> args, List<String> env, String workingDir, String user, boolean tty) {
    public Program {
      args = List.copyOf(args);
      env = List.copyOf(env);
    }
  }

  /// How it is set apart.
  public record Isolation(
      String hostname,
      NetworkView network,
      boolean readOnlyRoot,
      ResourceLimits limits,
      Security security) {}
}
