package dev.lamina.operator.dispatch;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.ImageNodeSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the list of one node to where tasks and shares want it, with at most one write.
final class NodeWriter {
  private static final Logger LOG = LoggerFactory.getLogger(NodeWriter.class);

  private final Doorbells doorbells;
  private final ShareTable shares;
  private final Function<String, List<Assignment>> tasks;
  private final Map<String, ImageNodeSpec> written = new ConcurrentHashMap<>();

  /// Ids that may stay listed until there is something else to write, though their task may be
  /// gone.
  private final Set<String> finished = ConcurrentHashMap.newKeySet();

  /// @param tasks the open work of a node that NodeTasks describe
  NodeWriter(Doorbells doorbells, ShareTable shares, Function<String, List<Assignment>> tasks) {
    this.doorbells = doorbells;
    this.shares = shares;
    this.tasks = tasks;
  }

  void finished(Collection<String> ids) {
    finished.addAll(ids);
  }

  /// What was written to the node before says nothing any more.
  void forget(String node) {
    written.remove(node);
  }

  /// Whether there was anything to write.
  boolean write(String node) {
    var current = current(node);
    if (current == null) {
      return false;
    }
    var wanted = shares.wanted(node, tasks.apply(node), current);
    if (!wanted.needWrite(current, finished)) {
      return false;
    }
    var revision = (current.revision() == null ? 0 : current.revision()) + 1;
    written.remove(node);
    doorbells.write(node, revision, wanted);
    written.put(node, wanted.in(current, revision));
    shares.written(node, wanted.pins());
    current.assignments().forEach(assignment -> finished.remove(assignment.id()));
    LOG.info("node {}: {} assignments, revision {}", node, wanted.assignments().size(), revision);
    return true;
  }

  private @Nullable ImageNodeSpec current(String node) {
    return written.computeIfAbsent(node, missing -> doorbells.read(missing).orElse(null));
  }
}
