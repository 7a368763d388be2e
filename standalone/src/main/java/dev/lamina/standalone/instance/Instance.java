package dev.lamina.standalone.instance;

import dev.lamina.standalone.file.OwnFile;
import dev.lamina.standalone.resource.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;

/// What a running Lamina says about itself, once it is ready.
///
/// @param server the address of the API it works with
/// @param kubeconfig the file that leads there
public record Instance(
    long pid, String server, String kubeconfig, String node, String version, Instant startedAt) {

  /// What was written last, even if its process has ended since; nothing of a file that is empty.
  public static Optional<Instance> read(StateLayout layout) throws IOException {
    if (!Files.exists(layout.instance())) {
      return Optional.empty();
    }
    var json = Json.parse(Files.readAllBytes(layout.instance()));
    if (!json.has("pid")) {
      return Optional.empty();
    }
    return Optional.of(
        new Instance(
            json.path("pid").asLong(),
            json.path("server").asText(),
            json.path("kubeconfig").asText(),
            json.path("node").asText(),
            json.path("version").asText(),
            Instant.parse(json.path("startedAt").asText())));
  }

  public void write(StateLayout layout) throws IOException {
    OwnFile.write(layout.instance(), toJson());
  }

  public byte[] toJson() {
    return Json.bytes(
        Json.object()
            .put("pid", pid)
            .put("server", server)
            .put("kubeconfig", kubeconfig)
            .put("node", node)
            .put("version", version)
            .put("startedAt", startedAt.toString()));
  }

  /// As people read it.
  public String summary() {
    return """
    pid         %d
    server      %s
    kubeconfig  %s
    node        %s
    version     %s
    started     %s\
    """
        .formatted(pid, server, kubeconfig, node, version, startedAt);
  }
}
