package dev.lamina.operator.nodes;

import dev.lamina.operator.scheduling.Candidate;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The nodes as reconcilers see them.
public interface Nodes {
  /// Every node with an ImageNode, fit or not.
  ///
  /// @param atWork open tasks by node
  List<Candidate> candidates(Map<String, Integer> atWork);

  /// Whether the node is still part of the cluster.
  boolean exists(String node);

  /// When the agent of the node was last known to be alive; at the latest when the operator
  /// started.
  Instant lastSignOfLife(String node);
}
