package dev.lamina.operator.nodes;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/// Whether the agent that should work on a task has gone silent.
public final class Liveness {
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private Liveness() {}

  /// True if neither a sign of life nor `since`, when the agent was asked to work, is younger than
  /// [#PATIENCE], or if the node has left the cluster.
  public static boolean isLost(String node, Instant since, Nodes nodes, Instant now) {
    var lastSign =
        Stream.of(since, nodes.lastSignOfLife(node)).max(Comparator.naturalOrder()).orElseThrow();
    return !nodes.exists(node) || lastSign.plus(PATIENCE).isBefore(now);
  }
}
