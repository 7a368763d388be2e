package dev.lamina.operator.imageprune;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.PruneResult.PrunedImage;
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.crds.imageprune.ImagePruneStatus;
import dev.lamina.crds.imageprune.ImagePruneStatus.FailedNode;
import dev.lamina.crds.imageprune.ImagePruneStatus.MatchedImage;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// One generation of an ImagePrune, or one run of a policy: which nodes were asked, and what all
/// that answered add up to. Answers are added when they come and not kept. Used by one thread at a
/// time.
final class PruneRun {
  private static final int MOST_FAILED = 20;
  private static final int LONGEST_MESSAGE = 256;

  private final Assignment assignment;
  private final Map<String, Instant> asked = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private final Set<String> done = new TreeSet<>();
  private final Set<String> fruitless = new HashSet<>();
  private final Map<String, FailedNode> failed = new LinkedHashMap<>();
  private final Map<String, Matched> images = new HashMap<>();
  private SortedSet<String> targets = new TreeSet<>();
  private long bytes;
  private int removed;
  private int mostMatched;
  private int pinned;

  PruneRun(Assignment assignment) {
    this.assignment = assignment;
  }

  /// One image on the nodes that have answered.
  private static final class Matched {
    private final SortedSet<String> names = new TreeSet<>();
    private int nodes;
    private long bytes;

    private void add(PrunedImage image) {
      names.addAll(image.names());
      nodes++;
      bytes = Math.max(bytes, Objects.requireNonNullElse(image.bytes(), 0L));
    }

    private MatchedImage listed(String digest) {
      var few = names.stream().limit(PrunedImage.MOST_NAMES).toList();
      return new MatchedImage(digest, few, nodes, bytes);
    }
  }

  Assignment assignment() {
    return assignment;
  }

  /// Nodes that have answered stay counted though they may be gone.
  void target(SortedSet<String> nodes) {
    targets = new TreeSet<>(nodes);
    targets.addAll(done);
    targets.addAll(failed.keySet());
    asked.keySet().retainAll(targets);
  }

  /// The nodes whose answer is awaited, and since when.
  Map<String, Instant> open() {
    return Map.copyOf(asked);
  }

  /// Asks further nodes.
  ///
  /// @return those that were asked now
  List<String> ask(IntOrString parallelism, Instant now) {
    var next = new ArrayList<String>();
    for (var node : targets) {
      if (asked.size() >= limit(parallelism)) {
        break;
      }
      if (!asked.containsKey(node) && !hasEnded(node)) {
        asked.put(node, now);
        told.add(node);
        next.add(node);
      }
    }
    return next;
  }

  private int limit(IntOrString parallelism) {
    if (parallelism.getIntVal() != null) {
      return parallelism.getIntVal();
    }
    var percent = Long.parseLong(parallelism.getStrVal().replace("%", ""));
    return (int) ((percent * targets.size() + 99) / 100);
  }

  private boolean hasEnded(String node) {
    return done.contains(node) || failed.containsKey(node);
  }

  /// Takes in a final answer.
  void answered(String node, AssignmentResult result) {
    if (asked.remove(node) == null) {
      return;
    }
    if (result.state() != ResultState.Succeeded) {
      var reason = result.reason() == null ? result.state().name() : result.reason();
      fail(node, reason, Objects.requireNonNullElse(result.message(), ""));
      return;
    }
    done.add(node);
    var freed = Objects.requireNonNullElse(result.bytes(), 0L);
    bytes += freed;
    if (freed == 0) {
      fruitless.add(node);
    }
    var pruned = result.pruned();
    if (pruned != null) {
      removed += Objects.requireNonNullElse(pruned.deleted(), 0);
      pinned += Objects.requireNonNullElse(pruned.pinned(), 0);
      mostMatched = Math.max(mostMatched, Objects.requireNonNullElse(pruned.matched(), 0));
      pruned
          .images()
          .forEach(
              image -> images.computeIfAbsent(image.digest(), missing -> new Matched()).add(image));
    }
  }

  void fail(String node, String reason, String message) {
    asked.remove(node);
    var text = message.substring(0, Math.min(message.length(), LONGEST_MESSAGE));
    failed.put(node, new FailedNode(node, reason, text));
  }

  boolean hasEnded() {
    return targets.stream().allMatch(this::hasEnded);
  }

  int desired() {
    return targets.size();
  }

  int done() {
    return done.size();
  }

  int failed() {
    return failed.size();
  }

  List<FailedNode> failedNodes() {
    return failed.values().stream().limit(MOST_FAILED).toList();
  }

  long bytes() {
    return bytes;
  }

  int removed() {
    return removed;
  }

  int pinned() {
    return pinned;
  }

  /// All that were ever asked.
  Set<String> told() {
    return Set.copyOf(told);
  }

  /// Those that had nothing to free.
  boolean wasFruitless(String node) {
    return fruitless.contains(node);
  }

  /// A node lists so many at most: it may have more than all lists show.
  int matched() {
    return Math.max(images.size(), mostMatched);
  }

  List<MatchedImage> sample() {
    return images.entrySet().stream()
        .map(entry -> entry.getValue().listed(entry.getKey()))
        .sorted(
            Comparator.comparing((MatchedImage image) -> Objects.requireNonNull(image.nodes()))
                .reversed()
                .thenComparing(MatchedImage::digest))
        .limit(ImagePruneStatus.MOST)
        .toList();
  }
}
