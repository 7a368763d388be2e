package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.json.Json;

/// What a container should be doing, as somebody asks for it.
final class Stopping {
  private Stopping() {}

  /// @param state as `ContainerRun.spec.desiredState` has it
  static JsonNode ask(Cluster cluster, String name, String state) {
    var patch = Json.object();
    patch.putObject("spec").put("desiredState", state);
    return cluster.patch(Kind.CONTAINER_RUN, name, patch);
  }
}
