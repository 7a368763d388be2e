package dev.lamina.operator.dispatch;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.ImageNodeSpec;
import dev.lamina.crds.nodetask.NodeTask;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rings the nodes: the only writer of `ImageNode.spec`, in the leader only.
public final class Dispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final TaskStore tasks;
  private final Doorbells doorbells;
  private final Counter writes;
  private final WriteQueue queue;
  private final Map<String, ImageNodeSpec> written = new ConcurrentHashMap<>();

  /// Ids that may stay listed until there is something else to write, though their task may be
  /// gone.
  private final Set<String> finished = ConcurrentHashMap.newKeySet();

  public Dispatcher(KubernetesClient client, TaskStore tasks, MeterRegistry meters, Clock clock) {
    this.tasks = tasks;
    this.doorbells = Doorbells.over(client);
    this.writes = meters.counter("lamina.dispatch.writes");
    var threads = Executors.newScheduledThreadPool(2, Thread.ofVirtual().factory());
    this.queue = new WriteQueue(WriteQueue.Timer.on(threads), clock, this::write);
    tasks.onChange(this::taskChanged);
  }

  /// Begins to write, and derives every node's list once.
  public void start() {
    queue.open();
    tasks.nodes().forEach(queue::ring);
  }

  /// A new ImageNode, or one that was made again: what was written to it before says nothing.
  public void nodeAppeared(String node) {
    written.remove(node);
    queue.ring(node);
  }

  private void taskChanged(NodeTask task) {
    finished.addAll(Assignments.finished(List.of(task)));
    queue.ring(task.getSpec().nodeName());
  }

  private void write(String node) {
    var current = current(node);
    var wanted = Assignments.of(tasks.onNode(node), task -> tasks.ownedBy(Owners.uid(task)));
    if (current == null || !Assignments.needWrite(current.assignments(), wanted, finished)) {
      return;
    }
    var revision = (current.revision() == null ? 0 : current.revision()) + 1;
    written.remove(node);
    doorbells.write(node, revision, wanted);
    written.put(node, withAssignments(current, revision, wanted));
    current.assignments().forEach(assignment -> finished.remove(assignment.id()));
    writes.increment();
    LOG.info("node {}: {} assignments, revision {}", node, wanted.size(), revision);
  }

  private @Nullable ImageNodeSpec current(String node) {
    return written.computeIfAbsent(node, missing -> doorbells.read(missing).orElse(null));
  }

  private static ImageNodeSpec withAssignments(
      ImageNodeSpec spec, long revision, List<Assignment> assignments) {
    return new ImageNodeSpec(
        revision, spec.paused(), assignments, spec.credentials(), spec.pins(), spec.policy());
  }

  @Override
  public void close() {
    queue.close();
  }
}
