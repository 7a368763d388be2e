package dev.lamina.agent.http;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `POST /v1/containers`: the options of `run`.
///
/// @param ports `[HOST:]CONTAINER[/tcp|udp]`
/// @param remove takes the container away when it ends
/// @param attach the call goes on until the container ends: its output comes as [OutputEvent]s, its
///   exit code in the result
/// @param hold creates it and leaves the start to `POST /v1/containers/{name}/start`, so that
///   somebody can attach before its first byte
/// @param pull `missing`, `always` or `never`; absent = `missing`. What a pull does comes as
///   [PullEvent]s before all else
/// @param authFile path of a Docker `config.json`; absent = what the node is configured with
/// @param unfiltered without the default filter of system calls
/// @param tmpfs `PATH[:ro,size=64m]`
/// @param stdinOnce whether its input ends when the first client that attaches ends its own
/// @param memory bytes, with a suffix such as `512m` or `1g`
public record ContainerRequest(
    String image,
    @Nullable List<String> entrypoint,
    @Nullable List<String> command,
    List<String> env,
    List<String> ports,
    @Nullable String network,
    @Nullable String name,
    @Nullable String user,
    @Nullable String workdir,
    @Nullable String hostname,
    Map<String, String> labels,
    @Nullable Double cpus,
    @Nullable String memory,
    @Nullable Integer pids,
    boolean readOnly,
    List<String> capAdd,
    List<String> capDrop,
    boolean noNewPrivileges,
    boolean unfiltered,
    List<String> tmpfs,
    boolean interactive,
    boolean stdinOnce,
    boolean tty,
    boolean remove,
    boolean attach,
    boolean hold,
    @Nullable String pull,
    @Nullable String authFile) {
  public ContainerRequest {
    env = List.copyOf(Objects.requireNonNullElse(env, List.of()));
    ports = List.copyOf(Objects.requireNonNullElse(ports, List.of()));
    capAdd = List.copyOf(Objects.requireNonNullElse(capAdd, List.of()));
    capDrop = List.copyOf(Objects.requireNonNullElse(capDrop, List.of()));
    tmpfs = List.copyOf(Objects.requireNonNullElse(tmpfs, List.of()));
    labels = Map.copyOf(Objects.requireNonNullElse(labels, Map.of()));
  }
}
