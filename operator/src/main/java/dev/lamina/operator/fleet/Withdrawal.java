package dev.lamina.operator.fleet;

import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.operator.dispatch.Share;
import dev.lamina.operator.dispatch.Shares;
import dev.lamina.operator.nodes.Members;
import dev.lamina.operator.nodes.Nodes;
import java.util.Collection;
import java.util.HashSet;

/// Takes back what an owner wants of nodes.
public record Withdrawal(Members members, Nodes nodes, Shares shares) {
  /// Takes everything back, also what a former operator wrote.
  ///
  /// @param given nodes that have a share of this owner
  /// @return whether all nodes have been told
  public boolean of(String owner, Collection<String> given) {
    var told = new HashSet<>(given);
    members.imageNodes().stream()
        .filter(node -> lists(node, owner))
        .forEach(node -> told.add(node.getMetadata().getName()));
    told.forEach(node -> shares.put(owner, node, Share.NONE));
    return told.stream().allMatch(node -> !nodes.exists(node) || shares.isWritten(node));
  }

  /// Whether a node lists anything for an owner.
  public static boolean lists(ImageNode node, String owner) {
    var spec = node.getSpec();
    return spec != null
        && (spec.assignments().stream().anyMatch(entry -> owner.equals(entry.owner()))
            || (spec.registries() != null
                && spec.registries().entries().stream()
                    .anyMatch(entry -> owner.equals(entry.owner()))));
  }
}
