package dev.lamina.operator.nodes;

import dev.lamina.crds.meta.LabelSelector;
import dev.lamina.crds.meta.LabelSelector.Requirement;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Label selectors on nodes.
public final class NodeSelection {
  private NodeSelection() {}

  /// Whether a selector means a node; an absent one means all.
  public static boolean means(@Nullable LabelSelector selector, Member member) {
    return selector == null || fits(selector, member.labels());
  }

  private static boolean fits(LabelSelector selector, Map<String, String> labels) {
    return labels.entrySet().containsAll(selector.matchLabels().entrySet())
        && selector.matchExpressions().stream().allMatch(want -> fits(want, labels));
  }

  private static boolean fits(Requirement want, Map<String, String> labels) {
    var value = labels.get(want.key());
    return switch (want.operator()) {
      case In -> value != null && want.values().contains(value);
      case NotIn -> value == null || !want.values().contains(value);
      case Exists -> value != null;
      case DoesNotExist -> Objects.isNull(value);
    };
  }
}
