package dev.lamina.agent.container;

import dev.lamina.agent.network.NetworkMode;
import java.nio.file.Path;
import java.util.List;

/// Runs one process to its end in a root filesystem, as a step of a build: isolated like a
/// container, without a record, a log file or a monitor of its own.
public interface StepRunner {
  /// Blocks until the process ended; an interrupt kills its whole tree and gives `Cancelled`.
  ///
  /// @return the exit code, 0 to 255
  /// @throws dev.lamina.agent.failure.AgentException `StartError` when the program cannot be
  ///   started, `RuntimeUnavailable` when the OCI runtime itself fails
  int run(Step step, StepOutput output);

  /// A process to run.
  ///
  /// @param id unique while it runs: [a-z0-9-], names the cgroup
  /// @param root the mounted, writable root filesystem
  /// @param user as USER of a Dockerfile states it; empty for root
  /// @param env `NAME=value`, later ones win
  record Step(
      String id,
      Path root,
      List<String> args,
      List<String> env,
      String workingDir,
      String user,
      String hostname,
      NetworkMode network,
      ContainerSpec.Limits limits,
      List<StepMount> mounts) {
    public Step {
      args = List.copyOf(args);
      env = List.copyOf(env);
      mounts = List.copyOf(mounts);
    }
  }

  /// Where the output goes, as it comes; called from several threads.
  interface StepOutput {
    void stdout(byte[] bytes, int length);

    void stderr(byte[] bytes, int length);
  }
}
