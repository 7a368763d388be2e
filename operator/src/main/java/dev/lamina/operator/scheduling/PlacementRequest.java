package dev.lamina.operator.scheduling;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the work asks of a node.
///
/// @param preferred nodes that are better than others if they fit: they have the cache or the image
/// @param excluded nodes that are out of the question, for example because their agent is lost
public record PlacementRequest(
    Map<String, String> nodeSelector,
    @Nullable String nodeName,
    @Nullable String platform,
    Set<String> preferred,
    Set<String> excluded) {

  public PlacementRequest {
    nodeSelector = Map.copyOf(nodeSelector);
    preferred = Set.copyOf(preferred);
    excluded = Set.copyOf(excluded);
  }
}
