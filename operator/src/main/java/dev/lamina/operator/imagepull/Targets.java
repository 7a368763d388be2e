package dev.lamina.operator.imagepull;

import dev.lamina.crds.imagepull.PullNodes;
import dev.lamina.crds.meta.LabelSelector;
import dev.lamina.crds.meta.LabelSelector.Requirement;
import dev.lamina.operator.nodes.Member;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The nodes that a spec means.
///
/// @param missing nodes that are named and cannot be asked at present
record Targets(Set<String> nodes, Set<String> missing) {
  /// @param isKnown nodes that were meant before: they stay, though they may not be ready now
  /// @param podNodes nodes that run a Pod of the pod selector, if there is one
  static Targets of(
      @Nullable PullNodes spec,
      List<Member> members,
      Predicate<String> isKnown,
      Set<String> podNodes) {
    var tolerant = spec != null && spec.tolerateNotReady();
    var nodes = new TreeSet<String>();
    members.stream()
        .filter(member -> isMeant(spec, member, podNodes))
        .filter(member ->
            isKnown.test(member.name()) || (member.hasAgent() && (tolerant || member.isReady())))
        .forEach(member -> nodes.add(member.name()));
    var missing = new TreeSet<>(spec == null ? List.of() : spec.names());
    missing.removeAll(nodes);
    return new Targets(nodes, missing);
  }

  private static boolean isMeant(@Nullable PullNodes spec, Member member, Set<String> podNodes) {
    if (spec == null) {
      return Taints.areTolerated(member.taints(), List.of());
    }
    if (!spec.names().isEmpty()) {
      return spec.names().contains(member.name());
    }
    // A Pod that runs on a node tolerates its taints.
    return spec.podSelector() == null
        ? Taints.areTolerated(member.taints(), spec.tolerations())
            && (spec.selector() == null || matches(spec.selector(), member.labels()))
        : podNodes.contains(member.name());
  }

  private static boolean matches(LabelSelector selector, Map<String, String> labels) {
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
