package dev.lamina.operator.nodes;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A node as those see it who want something of every node. Cordons keep Pods away, not images;
/// about taints each decides for itself.
///
/// @param hasAgent whether an agent takes work there
/// @param isReady what the Node says of itself
/// @param sealingKey of its agent
public record Member(
    String name,
    Map<String, String> labels,
    boolean hasAgent,
    boolean isReady,
    @Nullable String sealingKey,
    List<NodeTaint> taints) {
  public Member {
    labels = Map.copyOf(labels);
    taints = List.copyOf(taints);
  }
}
