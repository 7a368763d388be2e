package dev.lamina.agent.http;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `POST /v1/containers/{name}/exec`: the options of `exec`.
public record ExecRequest(
    List<String> command,
    List<String> env,
    @Nullable String user,
    @Nullable String workdir,
    boolean interactive,
    boolean tty) {
  public ExecRequest {
    command = List.copyOf(Objects.requireNonNullElse(command, List.of()));
    env = List.copyOf(Objects.requireNonNullElse(env, List.of()));
  }
}
