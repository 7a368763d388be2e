package dev.lamina.agent.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.HostCommand;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Calls plugins as the CNI specification says: the command in the environment, the configuration
/// on standard input, the result or an error object on standard output.
final class CniPlugins {
  static final ObjectMapper JSON = JsonMapper.builder().build();

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String INTERFACE = "eth0";

  private final List<Path> directories;

  CniPlugins(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  /// @throws AgentException `RuntimeUnavailable` when the plugin is missing or fails
  JsonNode add(ObjectNode configuration, String id, Path namespace) {
    return call("ADD", configuration, id, namespace.toString(), INTERFACE);
  }

  /// Brings the loopback interface up.
  void addLoopback(ObjectNode configuration, String id, Path namespace) {
    call("ADD", configuration, id, namespace.toString(), "lo");
  }

  /// @param namespace empty when it is gone, as the specification has it
  void delete(ObjectNode configuration, String id, String namespace) {
    call("DEL", configuration, id, namespace, INTERFACE);
  }

  private JsonNode call(
      String command, ObjectNode configuration, String id, String namespace, String device) {
    var type = configuration.path("type").asText();
    try {
      var environment =
          Map.of(
              "CNI_COMMAND", command,
              "CNI_CONTAINERID", id,
              "CNI_NETNS", namespace,
              "CNI_IFNAME", device,
              "CNI_PATH", searchPath());
      var plugin = new HostCommand(List.of(find(type)), environment, configuration.toString());
      return result(plugin.run(DEADLINE), command, type);
    } catch (IOException e) {
      throw failed(command, type, e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(FailureReason.Cancelled, "calling CNI plugin " + type, e);
    }
  }

  private static JsonNode result(HostCommand.Result result, String command, String type)
      throws JsonProcessingException {
    if (!result.isSuccess()) {
      throw failed(command, type, explain(result), null);
    }
    return result.output().isBlank() ? JSON.createObjectNode() : JSON.readTree(result.output());
  }

  private static String explain(HostCommand.Result result) {
    try {
      var error = JSON.readTree(result.output());
      var details = error.path("details").asText("");
      return error.path("msg").asText(result.said()) + (details.isEmpty() ? "" : ": " + details);
    } catch (JsonProcessingException e) {
      return result.said();
    }
  }

  private String find(String type) {
    return directories.stream()
        .map(directory -> directory.resolve(type))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseThrow(() ->
            new AgentException(
                FailureReason.RuntimeUnavailable,
                "no CNI plugin "
                    + type
                    + " in "
                    + searchPath()
                    + ": install containernetworking-plugins"));
  }

  private String searchPath() {
    return directories.stream().map(Path::toString).collect(Collectors.joining(":"));
  }

  private static AgentException failed(
      String command, String type, @Nullable String why, @Nullable Throwable cause) {
    return new AgentException(
        FailureReason.RuntimeUnavailable,
        "CNI plugin " + type + ", " + command + ": " + why,
        cause);
  }
}
