package dev.lamina.agent.task;

import dev.lamina.crds.imagenode.AgentState;
import java.time.Duration;

/// The node and its agent.
///
/// @param nodeName name of the Node, and so of the ImageNode
/// @param address IP address or host name where published ports are reached
/// @param agent what the agent says of itself
/// @param parallelBuilds how many builds run at once, at least 1
/// @param inventoryPeriod how often the list of images is looked at
public record NodeFacts(
    String nodeName,
    String address,
    AgentState agent,
    int parallelBuilds,
    Duration inventoryPeriod) {
  public NodeFacts {
    if (parallelBuilds < 1) {
      throw new IllegalArgumentException("parallelBuilds is " + parallelBuilds);
    }
  }

  /// `crun` of `crun 1.8.1`.
  String runtimeName() {
    var runtime = agent.runtime();
    return runtime == null ? "oci" : runtime.split(" ", 2)[0];
  }
}
