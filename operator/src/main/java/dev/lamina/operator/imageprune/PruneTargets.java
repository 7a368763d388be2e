package dev.lamina.operator.imageprune;

import dev.lamina.crds.imageprune.PruneNodes;
import dev.lamina.crds.meta.LabelSelector;
import dev.lamina.crds.meta.LabelSelector.Requirement;
import dev.lamina.operator.nodes.Member;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The nodes that an ImagePrune means: those with an agent; taints keep nothing from being removed.
///
/// @param missing nodes that are named and have no agent
record PruneTargets(SortedSet<String> nodes, SortedSet<String> missing) {
  static PruneTargets of(@Nullable PruneNodes spec, List<Member> members) {
    var nodes = new TreeSet<String>();
    members.stream()
        .filter(Member::hasAgent)
        .filter(member -> isMeant(spec, member))
        .forEach(member -> nodes.add(member.name()));
    var missing = new TreeSet<>(spec == null ? List.of() : spec.names());
    missing.removeAll(nodes);
    return new PruneTargets(nodes, missing);
  }

  private static boolean isMeant(@Nullable PruneNodes spec, Member member) {
    if (spec == null) {
      return true;
    }
    if (!spec.names().isEmpty()) {
      return spec.names().contains(member.name());
    }
    return matches(spec.selector(), member.labels());
  }

  /// The nodes with an agent that a selector means; absent = all.
  static SortedSet<String> of(@Nullable LabelSelector selector, List<Member> members) {
    return members.stream()
        .filter(Member::hasAgent)
        .filter(member -> matches(selector, member.labels()))
        .map(Member::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean matches(@Nullable LabelSelector selector, Map<String, String> labels) {
    return selector == null || fits(selector, labels);
  }

  private static boolean fits(LabelSelector selector, Map<String, String> labels) {
    return labels.entrySet().containsAll(selector.matchLabels().entrySet())
        && selector.matchExpressions().stream().allMatch(want -> matches(want, labels));
  }

  private static boolean matches(Requirement want, Map<String, String> labels) {
    var value = labels.get(want.key());
    return switch (want.operator()) {
      case In -> value != null && want.values().contains(value);
      case NotIn -> value == null || !want.values().contains(value);
      case Exists -> value != null;
      case DoesNotExist -> Objects.isNull(value);
    };
  }
}
