package dev.lamina.operator.dispatch;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.ImageNodeSpec;
import dev.lamina.crds.imagenode.NodeRegistry;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.meta.SealedValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The shares of all owners, and what follows from them for the list of a node.
///
/// A new operator knows no shares: what a node lists for an owner that has not spoken yet stays, or
/// the first write would cancel running pulls. Pins carry no owner, so a listed pin stays until an
/// owner that had it gives it up. What is listed about registries stays until its owner has left a
/// share for that very node: a node must not lose its mirrors for as long as others are dealt with.
final class ShareTable {
  private final Map<String, Map<String, Share>> byNode = new HashMap<>();
  private final Map<String, Set<String>> released = new HashMap<>();
  private final Set<String> known = new HashSet<>();

  /// Whether anything is different now.
  synchronized boolean put(String owner, String node, Share share) {
    var isFirst = known.add(owner);
    var shares = byNode.computeIfAbsent(node, missing -> new TreeMap<>());
    var before = shares.put(owner, share);
    if (before != null) {
      var gone = new HashSet<>(before.pins());
      share.pins().forEach(gone::remove);
      released.computeIfAbsent(node, missing -> new HashSet<>()).addAll(gone);
    }
    return isFirst || !share.equals(before);
  }

  synchronized List<String> nodes() {
    return List.copyOf(byNode.keySet());
  }

  /// What a node should list.
  ///
  /// @param tasks the assignments of its NodeTasks, which come first
  synchronized Wanted wanted(String node, List<Assignment> tasks, ImageNodeSpec current) {
    var byOwner = byNode.getOrDefault(node, Map.of());
    var shares = byOwner.values();
    var assignments = new ArrayList<>(tasks);
    current.assignments().stream().filter(this::isOfUnknown).forEach(assignments::add);
    shares.forEach(share -> assignments.addAll(share.assignments()));
    var listed = assignments.stream().limit(Assignments.MOST).toList();
    return new Wanted(
        listed,
        credentials(listed, shares, current),
        pins(node, shares, current),
        registries(byOwner, current));
  }

  private boolean isOfUnknown(Assignment entry) {
    return entry.op() == Operation.Pull && entry.owner() != null && !known.contains(entry.owner());
  }

  /// Those that an assignment names. A listed one stays as it is: sealing again gives other bytes.
  private static List<SealedValue> credentials(
      List<Assignment> assignments, Collection<Share> shares, ImageNodeSpec current) {
    var used =
        assignments.stream()
            .map(Assignment::cred)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    var found = new LinkedHashMap<String, SealedValue>();
    current.credentials().forEach(value -> found.put(value.id(), value));
    for (var share : shares) {
      for (var value : share.credentials()) {
        var before = found.get(value.id());
        if (before == null || !before.keyID().equals(value.keyID())) {
          found.put(value.id(), value);
        }
      }
    }
    found.keySet().retainAll(used);
    return List.copyOf(found.values());
  }

  private List<String> pins(String node, Collection<Share> shares, ImageNodeSpec current) {
    var pins = new LinkedHashSet<>(current.pins());
    pins.removeAll(released.getOrDefault(node, Set.of()));
    shares.forEach(share -> pins.addAll(share.pins()));
    return List.copyOf(new TreeSet<>(pins));
  }

  /// One entry for a prefix: that of the first owner by name.
  private static List<NodeRegistry> registries(Map<String, Share> shares, ImageNodeSpec current) {
    var found = new TreeMap<String, NodeRegistry>();
    shares.values().stream()
        .flatMap(share -> share.registries().stream())
        .forEach(entry -> found.putIfAbsent(entry.prefix(), entry));
    Wanted.registries(current).stream()
        .filter(entry -> !shares.containsKey(entry.owner()))
        .forEach(entry -> found.putIfAbsent(entry.prefix(), entry));
    return found.values().stream().limit(Share.MOST_REGISTRIES).toList();
  }

  /// The pins that were given up have left the node.
  synchronized void written(String node, List<String> pins) {
    var gone = released.get(node);
    if (gone != null) {
      gone.retainAll(pins);
    }
  }
}
