package dev.lamina.operator.scheduling;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A node as the scheduler sees it.
///
/// @param unfit why it takes no work at present; absent if it does
/// @param platform of its agent, once that has said so
/// @param openTasks builds and runs that are under way or waiting there
public record Candidate(
    String name,
    Map<String, String> labels,
    @Nullable String unfit,
    @Nullable String platform,
    int openTasks) {

  public Candidate {
    labels = Map.copyOf(labels);
  }

  Optional<String> objection(PlacementRequest request) {
    if (request.excluded().contains(name)) {
      return Optional.of("was tried before");
    }
    if (request.nodeName() != null && !request.nodeName().equals(name)) {
      return Optional.of("is not " + request.nodeName());
    }
    if (!labels.entrySet().containsAll(request.nodeSelector().entrySet())) {
      return Optional.of("lacks labels of nodeSelector");
    }
    if (unfit != null) {
      return Optional.of(unfit);
    }
    return request.platform() == null || request.platform().equals(platform)
        ? Optional.empty()
        : Optional.of("is not " + request.platform());
  }
}
