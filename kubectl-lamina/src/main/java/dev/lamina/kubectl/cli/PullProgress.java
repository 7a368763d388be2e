package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;

/// How far an ImagePull is: layer by layer while one node pulls, else node by node.
final class PullProgress {
  private final Consumer<String> out;
  private int layers;
  private int nodes;

  PullProgress(Consumer<String> out) {
    this.out = out;
  }

  void show(JsonNode pull) {
    var status = pull.path("status");
    var total = status.at("/layers/total").asInt();
    for (var done = status.at("/layers/done").asInt(); layers < done; ) {
      layers++;
      out.accept("layer %d/%d: Pull complete".formatted(layers, total));
    }
    var desired = status.path("desired").asInt();
    var succeeded = status.path("succeeded").asInt();
    if (desired > 1 && succeeded > nodes) {
      nodes = succeeded;
      out.accept("node %d/%d: Pull complete".formatted(succeeded, desired));
    }
  }
}
