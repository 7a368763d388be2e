package dev.lamina.agent.container.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.HostCommand;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// crun or runc, as this node allows it.
///
/// Both take the same commands: `create`, `start` and `delete` for a container below conmon, `run`
/// for a step of a build. Only the two that make control groups need what [#creating] puts in front
/// of them.
public final class OciRuntime {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final List<String> PREFERRED = List.of("crun", "runc");

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final String HIDE_UNIFIED_CGROUPS =
      "umount /sys/fs/cgroup/unified && exec \"$0\" \"$@\"";

  private final Path program;
  private final Path state;
  private final List<String> prefix;
  private final boolean filtersSystemCalls;

  private OciRuntime(Path program, Path state, List<String> prefix, boolean filtersSystemCalls) {
    this.program = program;
    this.state = state;
    this.prefix = List.copyOf(prefix);
    this.filtersSystemCalls = filtersSystemCalls;
  }

  /// Finds the runtime.
  ///
  /// @param wanted `crun`, `runc` or a path; absent = the first of crun and runc that is installed
  /// @param state where the runtime keeps what it knows of its containers
  /// @throws AgentException `RuntimeUnavailable` when it is not installed or does not run
  public static OciRuntime find(@Nullable String wanted, Path state, ControlGroups groups) {
    var program = program(wanted);
    try {
      var version = HostCommand.of(program.toString(), "--version").run(DEADLINE);
      if (!version.isSuccess()) {
        throw unavailable(program + " does not run: " + version.said());
      }
      var isCrun = version.output().startsWith("crun");
      var prefix = isCrun && groups.isMixed() ? withoutUnifiedCgroups() : List.<String>of();
      Files.createDirectories(state);
      return new OciRuntime(program, state, prefix, hasSeccomp(version.output()));
    } catch (IOException e) {
      throw unavailable(program + ": " + e.getMessage());
    } catch (InterruptedException e) {
      throw cancelled(e);
    }
  }

  /// The same runtime with another place for what it knows of its containers.
  public OciRuntime at(Path otherState) {
    return new OciRuntime(program, otherState, prefix, filtersSystemCalls);
  }

  /// Whether it was built to filter system calls; without that, containers run unfiltered.
  public boolean filtersSystemCalls() {
    return filtersSystemCalls;
  }

  /// crun, runc or what else the program is called.
  public String name() {
    return String.valueOf(program.getFileName());
  }

  /// The command line of a call that makes a container: `create` or `run`.
  List<String> creating(String... arguments) {
    return Stream.of(prefix.stream(), command(), Stream.of(arguments))
        .flatMap(each -> each)
        .toList();
  }

  /// Lets the process of a created container go.
  ///
  /// @throws RuntimeFailure in the runtime's words
  public void start(String id) throws IOException, InterruptedException {
    var result = call("start", id);
    if (!result.isSuccess()) {
      throw new RuntimeFailure(RuntimeFailure.lastMessage(result.said()));
    }
  }

  /// Kills what is left of a container and forgets it; one that is not known is fine.
  public void delete(String id) throws IOException, InterruptedException {
    if (knows(id)) {
      call("delete", "--force", id);
    }
  }

  /// Whether a container is past waiting for [#start].
  public boolean isStarted(String id) throws IOException, InterruptedException {
    if (!knows(id)) {
      return false;
    }
    var state = call("state", id);
    return state.isSuccess()
        && !JSON.readTree(state.output()).path("status").asText().equals("created");
  }

  /// Whether the runtime has state of a container.
  public boolean knows(String id) {
    return Files.isDirectory(state.resolve(id));
  }

  private HostCommand.Result call(String... arguments) throws IOException, InterruptedException {
    var line = new ArrayList<>(command().toList());
    line.addAll(List.of(arguments));
    return HostCommand.of(line.toArray(String[]::new)).run(DEADLINE);
  }

  private Stream<String> command() {
    return Stream.of(program.toString(), "--root", state.toString());
  }

  /// See the room's `package-info`. Nothing that is mounted there spreads back to the node.
  private static List<String> withoutUnifiedCgroups() {
    var unshare =
        HostCommand.find("unshare")
            .orElseThrow(() -> unavailable("no unshare on this node: install util-linux"));
    return List.of(
        unshare.toString(),
        "--mount",
        "--propagation",
        "slave",
        "/bin/sh",
        "-c",
        HIDE_UNIFIED_CGROUPS);
  }

  private static Path program(@Nullable String wanted) {
    if (wanted == null) {
      return PREFERRED.stream()
          .map(HostCommand::find)
          .flatMap(Optional::stream)
          .findFirst()
          .orElseThrow(() -> unavailable("no OCI runtime on this node: install crun or runc"));
    }
    return wanted.contains("/")
        ? Path.of(wanted)
        : HostCommand.find(wanted)
            .orElseThrow(() -> unavailable("no " + wanted + " on this node: install crun or runc"));
  }

  /// crun lists `+SECCOMP` among its features, runc the version of its libseccomp.
  private static boolean hasSeccomp(String version) {
    return version.contains("+SECCOMP") || version.contains("libseccomp");
  }

  private static AgentException unavailable(String message) {
    return new AgentException(FailureReason.RuntimeUnavailable, message);
  }

  private static AgentException cancelled(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new AgentException(FailureReason.Cancelled, "looking for the OCI runtime", e);
  }
}
