package dev.lamina.agent.container;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One more process for a running container; what is absent is as the container has it.
///
/// @param env `NAME=value`, after the container's
/// @param user `[user][:group]`
/// @param interactive with standard input; without, it is empty
public record ExecSpec(
    List<String> command,
    List<String> env,
    @Nullable String user,
    @Nullable String workingDir,
    boolean interactive,
    boolean tty) {
  public ExecSpec {
    command = List.copyOf(command);
    env = List.copyOf(env);
  }
}
