package dev.lamina.operator.registryconfig;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.registryconfig.RegistryConfig;
import dev.lamina.crds.registryconfig.RegistryEntry;
import dev.lamina.operator.dispatch.Share;
import dev.lamina.operator.nodes.Member;
import dev.lamina.operator.nodes.NodeSelection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a RegistryConfig may say on each node that it means; pure.
///
/// @param granted its entries by node: an empty list where all are denied
/// @param denied one line for each entry and node
record Claims(SortedMap<String, List<RegistryEntry>> granted, List<Denial> denied) {
  private static final Comparator<RegistryConfig> BY_NAME =
      Comparator.comparing(config -> config.getMetadata().getName());

  /// An entry that a node does not get.
  ///
  /// @param reason `Conflict`, or `LimitExceeded`
  /// @param why of the prefix, without the node
  record Denial(String node, String reason, String why) {}

  /// @param all RegistryConfigs, with this one or without
  static Claims of(RegistryConfig config, Collection<RegistryConfig> all, List<Member> members) {
    var rivals =
        all.stream()
            .filter(rival -> BY_NAME.compare(rival, config) < 0)
            .filter(rival -> rival.getMetadata().getDeletionTimestamp() == null)
            .filter(rival -> SpecProblem.of(rival).isEmpty())
            .sorted(BY_NAME)
            .toList();
    var granted = new TreeMap<String, List<RegistryEntry>>();
    var denied = new ArrayList<Denial>();
    for (var member : members) {
      if (means(config, member)) {
        var taken = taken(rivals, member);
        granted.put(member.name(), grant(config, member.name(), taken, denied));
      }
    }
    denied.sort(Comparator.comparing(Denial::node));
    return new Claims(granted, denied);
  }

  /// Whose each prefix is.
  private static Map<String, String> taken(List<RegistryConfig> rivals, Member member) {
    var taken = new HashMap<String, String>();
    for (var rival : rivals) {
      if (means(rival, member)) {
        for (var entry : rival.getSpec().registries()) {
          if (taken.size() < Share.MOST_REGISTRIES) {
            taken.putIfAbsent(entry.prefix(), rival.getMetadata().getName());
          }
        }
      }
    }
    return taken;
  }

  private static List<RegistryEntry> grant(
      RegistryConfig config, String node, Map<String, String> taken, List<Denial> denied) {
    var granted = new ArrayList<RegistryEntry>();
    for (var entry : config.getSpec().registries()) {
      var owner = taken.get(entry.prefix());
      if (owner != null) {
        var why = entry.prefix() + " belongs to RegistryConfig " + owner;
        denied.add(new Denial(node, "Conflict", why));
      } else if (taken.size() == Share.MOST_REGISTRIES) {
        var why = entry.prefix() + " is one too many: a node takes " + Share.MOST_REGISTRIES;
        denied.add(new Denial(node, FailureReason.LimitExceeded.name(), why));
      } else {
        taken.put(entry.prefix(), config.getMetadata().getName());
        granted.add(entry);
      }
    }
    return granted;
  }

  private static boolean means(RegistryConfig config, Member member) {
    return NodeSelection.means(config.getSpec().nodeSelector(), member);
  }

  /// What is denied, in one line.
  Optional<SpecProblem> objection() {
    if (denied.isEmpty()) {
      return Optional.empty();
    }
    var first = denied.getFirst();
    var nodes = denied.stream().filter(denial -> denial.why().equals(first.why())).count();
    var kinds = denied.stream().map(Denial::why).distinct().count();
    return Optional.of(
        new SpecProblem(
            first.reason(),
            "%s on %d of %d nodes, %s for one%s"
                .formatted(
                    first.why(),
                    nodes,
                    granted.size(),
                    first.node(),
                    kinds == 1 ? "" : "; and " + (kinds - 1) + " more like this")));
  }
}
