package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.failure.Failure;
import dev.lamina.kubectl.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `run` says of the container itself.
final class RunOptions {
  @Option(
      names = {"-e", "--env"},
      paramLabel = "K=V",
      description = "Environment; K alone takes it from here.")
  private List<String> env = List.of();

  @Option(
      names = {"-p", "--publish"},
      paramLabel = "[HOST:]CTR[/udp]",
      description = "Publish a port; without HOST on a free one.")
  private List<String> ports = List.of();

  @Option(
      names = {"-v", "--volume"},
      paramLabel = "VOLUME:PATH[:ro]",
      description = "A named directory of the node.")
  private List<String> volumes = List.of();

  @Option(names = "--tmpfs", paramLabel = "PATH[:size=N]", description = "A filesystem in memory.")
  private List<String> tmpfs = List.of();

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "D",
      description = "Working directory.")
  private @Nullable String workdir;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "U",
      description = "User[:group].")
  private @Nullable String user;

  @Option(names = "--hostname", paramLabel = "H", description = "Host name in the container.")
  private @Nullable String hostname;

  @Option(names = "--network", paramLabel = "N", description = "bridge (default), none or host.")
  private @Nullable String network;

  @Option(names = "--entrypoint", paramLabel = "CMD", description = "In place of the image's.")
  private @Nullable String entrypoint;

  @Option(names = "--cpus", paramLabel = "N", description = "CPU limit in cores, such as 0.5.")
  private @Nullable String cpus;

  @Option(
      names = {"-m", "--memory"},
      paramLabel = "SIZE",
      description = "Memory limit, such as 256m.")
  private @Nullable String memory;

  @Option(names = "--pids-limit", paramLabel = "N", description = "Limit of processes.")
  private @Nullable Integer pids;

  @Option(names = "--read-only", description = "Root filesystem read-only.")
  private boolean readOnly;

  @Option(
      names = "--restart",
      paramLabel = "WHEN",
      description = "no (default), on-failure[:N] or always.")
  private @Nullable String restart;

  @Option(
      names = "--pull",
      paramLabel = "WHEN",
      description = "missing (default), always or never: when to ask the image's registry.")
  private @Nullable String pull;

  @Option(names = "--cap-add", paramLabel = "CAP", description = "Capability to add.")
  private List<String> capAdd = List.of();

  @Option(names = "--cap-drop", paramLabel = "CAP", description = "Capability to drop, or ALL.")
  private List<String> capDrop = List.of();

  @Option(names = "--node", paramLabel = "NAME", description = "Run on this node; default: any.")
  private @Nullable String node;

  /// The spec of the ContainerRun.
  ///
  /// @param environment of the caller
  /// @throws Failure `InvalidArgument` naming the option
  ObjectNode spec(String image, List<String> arguments, Map<String, String> environment) {
    var spec = Json.object().put("image", image);
    if (entrypoint != null) {
      spec.putArray("command").add(entrypoint);
    }
    if (!arguments.isEmpty()) {
      spec.set("args", Json.strings(arguments));
    }
    put(spec, "workingDir", workdir);
    put(spec, "user", user);
    put(spec, "hostname", hostname);
    if (readOnly) {
      spec.put("readOnlyRootFilesystem", true);
    }
    putEnvironment(spec, environment);
    if (!ports.isEmpty()) {
      var published = spec.putArray("ports");
      ports.forEach(port -> published.add(RunArguments.port(port)));
    }
    putMounts(spec);
    putWords(spec);
    putResources(spec);
    if (!capAdd.isEmpty() || !capDrop.isEmpty()) {
      var capabilities = spec.putObject("security").putObject("capabilities");
      capabilities.set("add", Json.strings(capAdd));
      capabilities.set("drop", Json.strings(capDrop));
    }
    if (node != null) {
      spec.putObject("placement").put("nodeName", node);
    }
    return spec;
  }

  private static void put(ObjectNode spec, String field, @Nullable String value) {
    if (value != null) {
      spec.put(field, value);
    }
  }

  /// `K=V` as it is, `K` with its value here, or not at all where it has none.
  private void putEnvironment(ObjectNode spec, Map<String, String> environment) {
    var values = new LinkedHashMap<String, String>();
    for (var variable : env) {
      var equals = variable.indexOf('=');
      var key = equals < 0 ? variable : variable.substring(0, equals);
      if (key.isEmpty()) {
        throw new Failure(
            FailureReason.InvalidArgument, "--env '" + variable + "': want NAME=value or NAME");
      }
      var value = equals < 0 ? environment.get(key) : variable.substring(equals + 1);
      if (value != null) {
        values.put(key, value);
      }
    }
    if (!values.isEmpty()) {
      var list = spec.putArray("env");
      values.forEach((key, value) -> list.addObject().put("name", key).put("value", value));
    }
  }

  private void putMounts(ObjectNode spec) {
    var mounts = new ArrayList<ObjectNode>();
    volumes.forEach(volume -> mounts.add(RunArguments.volume(volume)));
    tmpfs.forEach(place -> mounts.add(RunArguments.tmpfs(place)));
    if (!mounts.isEmpty()) {
      spec.set("mounts", Json.array(mounts));
    }
  }

  private void putWords(ObjectNode spec) {
    if (network != null) {
      var networks =
          Map.of("bridge", "Default", "default", "Default", "none", "None", "host", "Host");
      spec.put("network", RunArguments.word("--network", network, networks));
    }
    if (pull != null) {
      var policies = Map.of("missing", "IfNotPresent", "always", "Always", "never", "Never");
      spec.put("imagePullPolicy", RunArguments.word("--pull", pull, policies));
    }
    if (restart != null) {
      var parts = restart.split(":", 2);
      var policies =
          Map.of(
              "no",
              "Never",
              "on-failure",
              "OnFailure",
              "always",
              "Always",
              "unless-stopped",
              "Always");
      spec.put("restartPolicy", RunArguments.word("--restart", parts[0], policies));
      if (parts.length > 1) {
        spec.put("backoffLimit", RunArguments.number("--restart", parts[1]));
      }
    }
  }

  private void putResources(ObjectNode spec) {
    if (cpus == null && memory == null && pids == null) {
      return;
    }
    var resources = spec.putObject("resources");
    put(resources, "cpu", cpus);
    if (memory != null) {
      resources.put("memory", RunArguments.quantity(memory.toLowerCase(Locale.ROOT)));
    }
    if (pids != null) {
      resources.put("pids", pids);
    }
  }
}
