package dev.lamina.operator.imagepull;

import dev.lamina.crds.imagepull.PullToleration;
import dev.lamina.crds.imagepull.PullToleration.Operator;
import dev.lamina.operator.nodes.NodeTaint;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Whether the taints of a node keep images away, as they keep the Pods of a DaemonSet away.
final class Taints {
  private static final Set<String> EFFECTS = Set.of("NoSchedule", "NoExecute");

  /// What the node controller says of a node's state: a cordon keeps no image away, and the agent
  /// looks at the disk itself.
  private static final Set<String> ALWAYS_TOLERATED =
      Set.of(
          "node.kubernetes.io/not-ready",
          "node.kubernetes.io/unreachable",
          "node.kubernetes.io/disk-pressure",
          "node.kubernetes.io/memory-pressure",
          "node.kubernetes.io/pid-pressure",
          "node.kubernetes.io/network-unavailable",
          "node.kubernetes.io/unschedulable");

  private Taints() {}

  static boolean areTolerated(List<NodeTaint> taints, List<PullToleration> tolerations) {
    return taints.stream()
        .filter(taint -> EFFECTS.contains(taint.effect()))
        .filter(taint -> !ALWAYS_TOLERATED.contains(taint.key()))
        .allMatch(
            taint -> tolerations.stream().anyMatch(toleration -> isTolerated(taint, toleration)));
  }

  private static boolean isTolerated(NodeTaint taint, PullToleration toleration) {
    var effect = toleration.effect();
    var isMeant = effect == null || effect.name().equals(taint.effect());
    var isKey = toleration.key() == null || toleration.key().equals(taint.key());
    var isValue =
        toleration.operator() == Operator.Exists
            || Objects.requireNonNullElse(toleration.value(), "").equals(taint.value());
    return isMeant && isKey && isValue;
  }
}
