package dev.lamina.operator.imageprune;

import dev.lamina.crds.imageprune.PruneNodes;
import dev.lamina.crds.meta.LabelSelector;
import dev.lamina.operator.nodes.Member;
import dev.lamina.operator.nodes.NodeSelection;
import java.util.List;
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
    return NodeSelection.means(spec.selector(), member);
  }

  /// The nodes with an agent that a selector means; absent = all.
  static SortedSet<String> of(@Nullable LabelSelector selector, List<Member> members) {
    return members.stream()
        .filter(Member::hasAgent)
        .filter(member -> NodeSelection.means(selector, member))
        .map(Member::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
