package dev.lamina.operator.imagepull;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.imagepull.ImagePull;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which nodes have news for which pull, so that a reconciliation looks at those and not at all.
final class PullMail {
  private final SimpleInboundEventSource<ImagePull> source =
      new SimpleInboundEventSource<>("nodes");
  private final Map<String, Set<String>> letters = new ConcurrentHashMap<>();

  /// The owner is told when nodes come and go, from now on.
  void subscribe(String owner) {
    letters.computeIfAbsent(owner, missing -> new HashSet<>());
  }

  void unsubscribe(String owner) {
    letters.remove(owner);
  }

  void answered(ImageNode node) {
    node.getSpec().assignments().stream()
        .filter(entry -> entry.op() == Operation.Pull)
        .map(Assignment::owner)
        .filter(Objects::nonNull)
        .distinct()
        .forEach(owner -> deliver(owner, node.getMetadata().getName()));
  }

  private void deliver(String owner, String node) {
    letters.compute(
        owner,
        (name, nodes) -> {
          var all = nodes == null ? new HashSet<String>() : nodes;
          all.add(node);
          return all;
        });
    wake(owner);
  }

  void membersChanged() {
    letters.keySet().forEach(this::wake);
  }

  /// The owner is looked at soon.
  void wake(String owner) {
    var slash = owner.indexOf('/');
    source.propagateEvent(
        new ResourceID(owner.substring(slash + 1), owner.substring(0, Math.max(0, slash))));
  }

  /// The nodes with news since the last call.
  Set<String> take(String owner) {
    var taken = new HashSet<String>();
    letters.computeIfPresent(
        owner,
        (name, nodes) -> {
          taken.addAll(nodes);
          nodes.clear();
          return nodes;
        });
    return taken;
  }

  SimpleInboundEventSource<ImagePull> source() {
    return source;
  }
}
