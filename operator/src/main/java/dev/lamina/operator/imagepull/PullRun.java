package dev.lamina.operator.imagepull;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.imagenode.PullArguments;
import dev.lamina.operator.credentials.Credentials;
import dev.lamina.operator.imagepull.Fleet.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The state of one order in memory: which node was asked what, what it answered, and what the tags
/// stand for. Knows no API server and no time; changed by news from nodes and by [#startWave], both
/// in any order. Not safe for several threads.
///
/// The first node is asked without a digest; the digest it reports is what all others are asked
/// for. A node that has answered for good is not asked again by the same run.
final class PullRun {
  /// With more nodes than these, progress is nodes that are done, and nobody shows bytes.
  private static final int MOST_TALKING_NODES = 16;

  private final PullOrder order;
  private final Fleet fleet = new Fleet();
  private final Map<String, Resolution> resolved = new LinkedHashMap<>();
  private final Map<String, NodeWork> work = new HashMap<>();
  private final Failures failures = new Failures();
  private final Traffic traffic = new Traffic();

  /// What nodes are known to have, by node and image.
  private final Map<String, Map<String, String>> held;

  /// What a tag stands for.
  record Resolution(String digest, @Nullable Long sizeBytes) {}

  private PullRun(PullOrder order, Map<String, Map<String, String>> held) {
    this.order = order;
    this.held = held;
    for (var image : order.images()) {
      var digest = PullOrder.namedDigest(image);
      if (digest != null) {
        resolved.put(image, new Resolution(digest, null));
      }
    }
  }

  static PullRun of(PullOrder order) {
    return new PullRun(order, new HashMap<>());
  }

  /// The run of a changed order: nodes keep what they have, and tags what they stand for unless
  /// another round asks again.
  PullRun next(PullOrder changed) {
    var run = new PullRun(changed, held);
    if (Objects.equals(order.round(), changed.round())) {
      resolved.forEach((image, resolution) -> run.resolve(image, resolution));
    }
    return run;
  }

  PullOrder order() {
    return order;
  }

  Fleet fleet() {
    return fleet;
  }

  Failures failures() {
    return failures;
  }

  Traffic traffic() {
    return traffic;
  }

  Map<String, Resolution> resolved() {
    return resolved;
  }

  void resolve(String image, Resolution resolution) {
    if (order.images().contains(image)) {
      resolved.put(image, resolution);
    }
  }

  boolean isProbing() {
    return order.resolvesOnce() && !resolved.keySet().containsAll(order.images());
  }

  /// The nodes that should have the images. Work of a node that is no longer among them is given
  /// up.
  void target(Set<String> nodes) {
    var gone = new ArrayList<String>();
    for (var standing : Standing.values()) {
      fleet.nodes(standing).stream().filter(node -> !nodes.contains(node)).forEach(gone::add);
    }
    gone.forEach(this::forget);
    nodes.stream()
        .filter(node -> fleet.standing(node).isEmpty())
        .forEach(node -> fleet.put(node, Standing.WAITING));
  }

  private void forget(String node) {
    fleet.remove(node);
    work.remove(node);
    failures.remove(node);
  }

  /// Asks as many waiting nodes as the wave has room for; they are active from now on.
  ///
  /// @return the nodes that were asked
  List<String> startWave(Wave wave, Credentials credentials, Instant now) {
    passSatisfied();
    var room = wave.room(fleet);
    var quiet = fleet.size() > MOST_TALKING_NODES;
    var started = fleet.nodes(Standing.WAITING).stream().limit(room).toList();
    for (var node : started) {
      ask(node, assignments(node, quiet, credentials), now);
    }
    return started;
  }

  /// Nodes that are known to have everything need not be asked.
  private void passSatisfied() {
    if (!isProbing() && !held.isEmpty()) {
      fleet.nodes(Standing.WAITING).stream()
          .filter(node -> missing(node).isEmpty())
          .toList()
          .forEach(node -> fleet.put(node, Standing.DONE));
    }
  }

  private List<String> missing(String node) {
    var known = held.getOrDefault(node, Map.of());
    return order.images().stream()
        .filter(image -> {
          var resolution = resolved.get(image);
          return resolution == null || !resolution.digest().equals(known.get(image));
        })
        .toList();
  }

  private void ask(String node, Collection<Assignment> assignments, Instant now) {
    work.put(node, new NodeWork(assignments, now));
    fleet.put(node, Standing.ACTIVE);
  }

  private List<Assignment> assignments(String node, boolean quiet, Credentials credentials) {
    return missing(node).stream()
        .map(image -> assignment(image, quiet, credentials.idOf(image)))
        .toList();
  }

  private Assignment assignment(String image, boolean quiet, @Nullable String credential) {
    var resolution = resolved.get(image);
    var digest = resolution == null ? null : resolution.digest();
    return new Assignment(
        order.id(image, digest),
        Operation.Pull,
        order.tenant(),
        image,
        digest,
        null,
        false,
        null,
        arguments(digest == null && order.resolvesOnce() && fleet.size() > 1),
        null,
        order.owner(),
        null,
        order.attempts(),
        order.timeoutSeconds(),
        null,
        credential,
        false,
        false,
        quiet);
  }

  private PullArguments arguments(boolean announce) {
    var all = order.arguments();
    return new PullArguments(
        all.platform(),
        all.always(),
        announce,
        all.pin(),
        all.parallel(),
        all.maxImageBytes(),
        all.minFreeBytes());
  }

  /// What an ImageNode lists for this order, seen after a restart of the operator.
  void restore(String node, List<Assignment> listed, Instant now) {
    var ours = listed.stream().filter(this::isOurs).toList();
    if (!ours.isEmpty() && fleet.standing(node).filter(Standing.WAITING::equals).isPresent()) {
      ours.forEach(this::learnFromAssignment);
      ask(node, ours, now);
    }
  }

  private boolean isOurs(Assignment entry) {
    var image = entry.image();
    return entry.op() == Operation.Pull
        && order.owner().equals(entry.owner())
        && image != null
        && order.images().contains(image)
        && order.id(image, entry.digest()).equals(entry.id());
  }

  private void learnFromAssignment(Assignment entry) {
    var image = entry.image();
    var digest = entry.digest();
    if (order.resolvesOnce() && image != null && digest != null) {
      resolved.putIfAbsent(image, new Resolution(digest, null));
    }
  }

  /// What a node is known to have from before a restart.
  void restoreHeld(String node, String image, @Nullable String digest) {
    if (digest != null) {
      hold(node, image, digest);
    }
  }

  /// A node that is known to be done from before a restart.
  void restoreDone(String node) {
    if (fleet.standing(node).filter(Standing.WAITING::equals).isPresent()) {
      fleet.put(node, Standing.DONE);
    }
  }

  /// What a node says about an assignment; anything that is not about this run is ignored.
  ///
  /// @return whether it was news
  boolean result(String node, AssignmentResult result) {
    var asked = work.get(node);
    var image = asked == null ? null : asked.image(result.id());
    if (asked == null || image == null || !isOpen(node)) {
      return false;
    }
    var before = asked.result(image);
    if (result.equals(before) || (before != null && before.isFinal())) {
      return false;
    }
    asked.put(image, result);
    traffic.add(before, result);
    learn(image, result);
    if (asked.hasEnded()) {
      settle(node, asked);
    }
    return true;
  }

  private boolean isOpen(String node) {
    return fleet
        .standing(node)
        .filter(standing -> standing == Standing.ACTIVE || standing == Standing.UNREACHABLE)
        .isPresent();
  }

  private void learn(String image, AssignmentResult result) {
    var digest = result.digest();
    if (order.resolvesOnce() && digest != null) {
      var known = resolved.get(image);
      if (known == null) {
        resolved.put(image, new Resolution(digest, result.bytesTotal()));
        failures.resolved(image);
      }
    }
  }

  private void settle(String node, NodeWork asked) {
    asked
        .succeeded()
        .forEach((image, result) -> {
          if (result.digest() != null) {
            hold(node, image, result.digest());
          }
        });
    var failure = asked.failure();
    if (failure.isPresent()) {
      var image = failure.get().getKey();
      failures.add(node, image, failure.get().getValue(), !isResolved(image));
      fleet.put(node, Standing.FAILED);
    } else {
      fleet.put(node, asked.wasSkipped() ? Standing.SKIPPED : Standing.DONE);
    }
  }

  private boolean isResolved(String image) {
    return !order.resolvesOnce() || resolved.containsKey(image);
  }

  private void hold(String node, String image, String digest) {
    held.computeIfAbsent(node, missing -> new HashMap<>()).put(image, digest);
  }

  /// The agent of an active node went silent.
  void lost(String node) {
    if (fleet.standing(node).filter(Standing.ACTIVE::equals).isPresent()) {
      fleet.put(node, Standing.UNREACHABLE);
    }
  }

  /// The agent speaks again; it works, so it counts.
  void found(String node) {
    if (fleet.standing(node).filter(Standing.UNREACHABLE::equals).isPresent()) {
      fleet.put(node, Standing.ACTIVE);
    }
  }

  /// Gives a node up.
  void fail(String node, String reason, String message) {
    if (isOpen(node)) {
      failures.add(node, order.images().getFirst(), reason, message);
      fleet.put(node, Standing.FAILED);
    }
  }

  /// Since when an open node works; absent if it does not.
  Optional<Instant> since(String node) {
    return isOpen(node)
        ? Optional.ofNullable(work.get(node)).map(NodeWork::since)
        : Optional.empty();
  }

  /// What the ImageNode of a node should list for this order.
  List<Assignment> assignments(String node) {
    var asked = work.get(node);
    return asked == null || !isOpen(node) ? List.of() : asked.open();
  }

  /// The results of the one node there is.
  Collection<AssignmentResult> results(String node) {
    var asked = work.get(node);
    return asked == null ? List.of() : asked.results();
  }

  /// Nothing is left to do.
  boolean hasEnded() {
    return fleet.size() > 0
        && fleet.count(Standing.WAITING) == 0
        && fleet.count(Standing.ACTIVE) == 0
        && fleet.count(Standing.UNREACHABLE) == 0;
  }
}
