package dev.lamina.operator.imagepull;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagepull.FailedNode;
import dev.lamina.crds.imagepull.FailureCount;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The nodes that failed, by reason, in lists that do not grow with the fleet.
final class Failures {
  static final int MOST_NODES = 20;
  static final int MOST_REASONS = 10;

  /// As many nodes may fail to look a tag up before it is given up; a registry that says no is
  /// believed at once.
  private static final int MOST_PROBES = 3;

  private static final int LONGEST_MESSAGE = 256;

  private final Map<String, FailedNode> nodes = new TreeMap<>();
  private final Map<String, Integer> reasons = new TreeMap<>();
  private final Map<String, FailedNode> examples = new HashMap<>();
  private final Map<String, Integer> probes = new HashMap<>();
  private final Map<String, FailedNode> verdicts = new LinkedHashMap<>();

  void add(String node, String image, AssignmentResult result, boolean isProbe) {
    var reason = result.reason() == null ? result.state().name() : result.reason();
    add(node, image, reason, result.message() == null ? "" : result.message());
    if (isProbe) {
      var failed = probes.merge(image, 1, Integer::sum);
      if (!isRetryable(reason) || failed >= MOST_PROBES) {
        verdicts.putIfAbsent(image, failedNode(node, image, reason, result.message()));
      }
    }
  }

  void add(String node, String image, String reason, String message) {
    var failed = failedNode(node, image, reason, message);
    remove(node);
    nodes.put(node, failed);
    reasons.merge(reason, 1, Integer::sum);
    examples.putIfAbsent(reason, failed);
  }

  private static FailedNode failedNode(
      String node, String image, String reason, @Nullable String message) {
    var text = message == null ? "" : message;
    return new FailedNode(
        node, image, reason, text.substring(0, Math.min(text.length(), LONGEST_MESSAGE)));
  }

  void remove(String node) {
    var before = nodes.remove(node);
    if (before != null && before.reason() != null) {
      reasons.computeIfPresent(before.reason(), (reason, count) -> count == 1 ? null : count - 1);
    }
  }

  void resolved(String image) {
    verdicts.remove(image);
  }

  /// The image whose tag cannot be looked up, if there is one: asking more nodes is of no use.
  Optional<FailedNode> verdict() {
    return verdicts.values().stream().findFirst();
  }

  List<FailedNode> nodes() {
    return nodes.values().stream().limit(MOST_NODES).toList();
  }

  int truncated() {
    return Math.max(0, nodes.size() - MOST_NODES);
  }

  /// The most frequent reasons first.
  List<FailureCount> summary() {
    return reasons.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(MOST_REASONS)
        .map(entry -> new FailureCount(entry.getKey(), entry.getValue(), example(entry.getKey())))
        .toList();
  }

  private String example(String reason) {
    var failed = examples.get(reason);
    if (failed == null) {
      return "";
    }
    var text = failed.node() + ": " + failed.message();
    return text.substring(0, Math.min(text.length(), LONGEST_MESSAGE));
  }

  private static boolean isRetryable(String name) {
    return Arrays.stream(FailureReason.values())
        .filter(reason -> reason.name().equals(name))
        .findFirst()
        .map(FailureReason::retryable)
        .orElse(true);
  }
}
