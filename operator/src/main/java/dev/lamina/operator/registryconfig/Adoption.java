package dev.lamina.operator.registryconfig;

import dev.lamina.crds.imagenode.AdoptedRegistries;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imagenode.NodeRegistry;
import dev.lamina.crds.registryconfig.RegistryConfigStatus.RefusedEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What nodes say of the entries of one owner; pure.
///
/// @param adopted number of nodes that work by all they were given
/// @param overridden nodes whose settings file speaks for a prefix of the owner
/// @param refused in the order of the nodes
record Adoption(int adopted, SortedSet<String> overridden, List<RefusedEntry> refused) {
  static final Adoption NONE = new Adoption(0, new TreeSet<>(), List.of());

  private static final int MOST_TOLD = 20;

  /// @param given entries by node
  static Adoption of(
      String owner,
      Map<String, List<NodeRegistry>> given,
      Function<String, Optional<ImageNode>> nodes) {
    var adopted = 0;
    var overridden = new TreeSet<String>();
    var refused = new ArrayList<RefusedEntry>();
    for (var share : given.entrySet()) {
      var answer = nodes.apply(share.getKey()).flatMap(node -> answer(node, owner, share));
      if (answer.isEmpty()) {
        continue;
      }
      var prefixes = prefixes(share.getValue());
      var before = refused.size();
      answer.get().refused().stream()
          .filter(entry -> prefixes.contains(entry.prefix()))
          .map(entry -> new RefusedEntry(share.getKey(), entry.prefix(), entry.message()))
          .forEach(refused::add);
      if (answer.get().overridden().stream().anyMatch(prefixes::contains)) {
        overridden.add(share.getKey());
      }
      adopted += refused.size() == before ? 1 : 0;
    }
    return new Adoption(adopted, overridden, refused.stream().limit(MOST_TOLD).toList());
  }

  /// What the node says of the list that has just these entries.
  private static Optional<AdoptedRegistries> answer(
      ImageNode node, String owner, Map.Entry<String, List<NodeRegistry>> share) {
    var listed = node.getSpec() == null ? null : node.getSpec().registries();
    var answer = node.getStatus() == null ? null : node.getStatus().registries();
    if (listed == null || answer == null || share.getValue().isEmpty()) {
      return Optional.empty();
    }
    var own = listed.entries().stream().filter(entry -> entry.owner().equals(owner)).toList();
    return answer.id().equals(listed.id()) && Set.copyOf(own).equals(Set.copyOf(share.getValue()))
        ? Optional.of(answer)
        : Optional.empty();
  }

  private static Set<String> prefixes(List<NodeRegistry> entries) {
    return entries.stream().map(NodeRegistry::prefix).collect(Collectors.toSet());
  }
}
