package dev.lamina.operator.imagepull;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.ResultState;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one node was asked, and what it said to it.
final class NodeWork {
  private final Map<String, Assignment> assignments = new LinkedHashMap<>();
  private final Map<String, String> images = new HashMap<>();
  private final Map<String, AssignmentResult> results = new LinkedHashMap<>();
  private final Instant since;

  NodeWork(Collection<Assignment> asked, Instant since) {
    this.since = since;
    for (var assignment : asked) {
      var image = Objects.requireNonNull(assignment.image());
      assignments.put(image, assignment);
      images.put(assignment.id(), image);
    }
  }

  Instant since() {
    return since;
  }

  /// The image of an assignment; absent if this node was not asked that.
  @Nullable String image(String id) {
    return images.get(id);
  }

  @Nullable AssignmentResult result(String image) {
    return results.get(image);
  }

  void put(String image, AssignmentResult result) {
    results.put(image, result);
  }

  Collection<AssignmentResult> results() {
    return List.copyOf(results.values());
  }

  List<Assignment> open() {
    return assignments.entrySet().stream()
        .filter(entry -> !isFinal(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  boolean hasEnded() {
    return assignments.keySet().stream().allMatch(this::isFinal);
  }

  private boolean isFinal(String image) {
    var result = results.get(image);
    return result != null && result.isFinal();
  }

  Map<String, AssignmentResult> succeeded() {
    var succeeded = new LinkedHashMap<>(results);
    succeeded.values().removeIf(result -> result.state() != ResultState.Succeeded);
    return succeeded;
  }

  /// The first image that failed.
  Optional<Map.Entry<String, AssignmentResult>> failure() {
    return results.entrySet().stream()
        .filter(entry ->
            entry.getValue().state() == ResultState.Failed
                || entry.getValue().state() == ResultState.Cancelled)
        .findFirst();
  }

  boolean wasSkipped() {
    return results.values().stream().anyMatch(result -> result.state() == ResultState.Skipped);
  }
}
