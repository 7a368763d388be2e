package dev.lamina.operator.imagepull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Where each node of a pull stands. Counts follow from changes: nothing ever walks all nodes to
/// count them.
final class Fleet {
  enum Standing {
    /// Has to pull and was not asked yet.
    WAITING,
    /// Was asked and has not answered for good.
    ACTIVE,
    /// Has every image.
    DONE,
    FAILED,
    SKIPPED,
    /// Was asked, and its agent went silent; does not count as active.
    UNREACHABLE
  }

  private final Map<String, Standing> standings = new HashMap<>();
  private final Map<Standing, SortedSet<String>> members = new EnumMap<>(Standing.class);

  Fleet() {
    for (var standing : Standing.values()) {
      members.put(standing, new TreeSet<>());
    }
  }

  void put(String node, Standing standing) {
    remove(node);
    standings.put(node, standing);
    of(standing).add(node);
  }

  void remove(String node) {
    var before = standings.remove(node);
    if (before != null) {
      of(before).remove(node);
    }
  }

  Optional<Standing> standing(String node) {
    return Optional.ofNullable(standings.get(node));
  }

  int size() {
    return standings.size();
  }

  int count(Standing standing) {
    return of(standing).size();
  }

  SortedSet<String> nodes(Standing standing) {
    return Collections.unmodifiableSortedSet(of(standing));
  }

  private SortedSet<String> of(Standing standing) {
    return members.computeIfAbsent(standing, missing -> new TreeSet<>());
  }
}
