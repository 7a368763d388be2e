package dev.lamina.agent.container;

import dev.lamina.agent.container.bundle.ContainerMount;
import dev.lamina.agent.container.bundle.Security;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.network.PortMapping;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a container should be; what is absent comes from the image.
///
/// @param image reference, digest or id, looked up in the tenant's names
/// @param name unique per tenant; absent = made up
/// @param entrypoint replaces the image's entrypoint (and drops its command)
/// @param command replaces the image's command
/// @param env `NAME=value`, after the image's
/// @param interactive keep standard input open
/// @param stdinOnce whether standard input ends when the first client that attaches ends its own
/// @param mounts what is mounted beside what every container has
/// @param removeOnExit remove it when it ends
/// @param labels for whoever made it; never annotations of the OCI runtime
public record ContainerSpec(
    String image,
    @Nullable String name,
    @Nullable List<String> entrypoint,
    @Nullable List<String> command,
    List<String> env,
    @Nullable String workingDir,
    @Nullable String user,
    @Nullable String hostname,
    NetworkMode network,
    List<PortMapping> ports,
    boolean interactive,
    boolean stdinOnce,
    boolean tty,
    boolean readOnlyRoot,
    Security security,
    List<ContainerMount> mounts,
    boolean removeOnExit,
    Limits limits,
    Map<String, String> labels) {
  public ContainerSpec {
    env = List.copyOf(env);
    ports = List.copyOf(ports);
    labels = Map.copyOf(labels);
    security = Objects.requireNonNullElse(security, Security.DEFAULT);
    mounts = List.copyOf(Objects.requireNonNullElse(mounts, List.of()));
  }

  /// A terminal can be detached from, and attached to again: it never ends the input.
  boolean endsInputWithClient() {
    return stdinOnce && !tty;
  }

  /// Absent = no limit.
  ///
  /// @param cpus in cores, such as 0.5
  /// @param memory in bytes
  /// @param disk bytes of what it writes, its empty directories included
  public record Limits(
      @Nullable Double cpus, @Nullable Long memory, @Nullable Integer pids, @Nullable Long disk) {
    public static final Limits NONE = new Limits(null, null, null);

    public Limits(@Nullable Double cpus, @Nullable Long memory, @Nullable Integer pids) {
      this(cpus, memory, pids, null);
    }
  }
}
