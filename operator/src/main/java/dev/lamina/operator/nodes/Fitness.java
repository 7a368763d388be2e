package dev.lamina.operator.nodes;

import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imagenode.ImageNodeStatus;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.operator.scheduling.Candidate;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns a Node and its ImageNode into what the scheduler reads.
final class Fitness {
  private Fitness() {}

  static Candidate candidate(ImageNode imageNode, @Nullable Node node, int openTasks) {
    return new Candidate(
        imageNode.getMetadata().getName(),
        labels(node),
        objection(imageNode, node).orElse(null),
        platform(imageNode),
        openTasks);
  }

  private static Optional<String> objection(ImageNode imageNode, @Nullable Node node) {
    var status = imageNode.getStatus();
    if (node == null) {
      return Optional.of("is leaving the cluster");
    }
    if (status == null || status.agent() == null || !isReady(status)) {
      return Optional.of("has no ready agent");
    }
    if (imageNode.getSpec() != null && imageNode.getSpec().paused()) {
      return Optional.of("is paused");
    }
    return objection(node);
  }

  private static Optional<String> objection(Node node) {
    if (node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable())) {
      return Optional.of("is cordoned");
    }
    return isSilent(node) ? Optional.of("is not ready") : Optional.empty();
  }

  static boolean isSilent(Node node) {
    return node.getStatus() != null
        && node.getStatus().getConditions().stream()
            .filter(condition -> condition.getType().equals("Ready"))
            .anyMatch(condition -> !condition.getStatus().equals("True"));
  }

  static Member member(ImageNode imageNode, @Nullable Node node) {
    var status = imageNode.getStatus();
    var agent = status == null ? null : status.agent();
    return new Member(
        imageNode.getMetadata().getName(),
        labels(node),
        status != null && agent != null && isReady(status),
        node != null && !isSilent(node),
        agent == null ? null : agent.sealingKey(),
        taints(node));
  }

  private static boolean isReady(ImageNodeStatus status) {
    return Condition.find(status.conditions(), Condition.READY)
        .map(condition -> condition.status() != ConditionStatus.False)
        .orElse(true);
  }

  static Map<String, String> labels(@Nullable Node node) {
    var labels = node == null ? null : node.getMetadata().getLabels();
    return labels == null ? Map.of() : labels;
  }

  static List<NodeTaint> taints(@Nullable Node node) {
    return node == null || node.getSpec() == null || node.getSpec().getTaints() == null
        ? List.of()
        : node.getSpec().getTaints().stream().map(Fitness::taint).toList();
  }

  private static NodeTaint taint(Taint taint) {
    return new NodeTaint(
        Objects.requireNonNullElse(taint.getKey(), ""),
        Objects.requireNonNullElse(taint.getValue(), ""),
        Objects.requireNonNullElse(taint.getEffect(), ""));
  }

  private static @Nullable String platform(ImageNode imageNode) {
    var status = imageNode.getStatus();
    return status == null || status.agent() == null ? null : status.agent().platform();
  }
}
