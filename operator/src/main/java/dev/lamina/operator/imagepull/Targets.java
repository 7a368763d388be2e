package dev.lamina.operator.imagepull;

import dev.lamina.crds.imagepull.PullNodes;
import dev.lamina.operator.nodes.Member;
import dev.lamina.operator.nodes.NodeSelection;
import java.util.List;
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
            && NodeSelection.means(spec.selector(), member)
        : podNodes.contains(member.name());
  }
}
