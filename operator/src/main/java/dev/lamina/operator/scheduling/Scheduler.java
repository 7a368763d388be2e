package dev.lamina.operator.scheduling;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.lamina.operator.scheduling.Placement.NoNode;
import dev.lamina.operator.scheduling.Placement.Placed;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// Picks a node.
public final class Scheduler {
  private Scheduler() {}

  public static Placement place(PlacementRequest request, List<Candidate> nodes) {
    var preference =
        Comparator.comparingInt((Candidate node) -> isPreferred(request, node) ? 0 : 1)
            .thenComparingInt(Candidate::openTasks)
            .thenComparing(Candidate::name);
    return nodes.stream()
        .filter(node -> node.objection(request).isEmpty())
        .min(preference)
        .<Placement>map(node -> new Placed(node.name()))
        .orElseGet(() -> new NoNode(explain(request, nodes)));
  }

  private static boolean isPreferred(PlacementRequest request, Candidate node) {
    return request.preferred().contains(node.name());
  }

  private static String explain(PlacementRequest request, List<Candidate> nodes) {
    if (nodes.isEmpty()) {
      return "no node of the cluster has a Lamina agent";
    }
    var objections =
        nodes.stream()
            .flatMap(node -> node.objection(request).stream())
            .collect(groupingBy(objection -> objection, TreeMap::new, counting()));
    return "none of %d nodes fits: %s"
        .formatted(
            nodes.size(),
            objections.entrySet().stream()
                .map(objection -> objection.getValue() + " " + objection.getKey())
                .collect(joining(", ")));
  }
}
