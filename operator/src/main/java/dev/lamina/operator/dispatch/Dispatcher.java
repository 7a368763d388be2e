package dev.lamina.operator.dispatch;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.nodetask.NodeTask;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// Rings the nodes: the only writer of `ImageNode.spec`, in the leader only.
public final class Dispatcher implements Shares, AutoCloseable {
  private final TaskStore tasks;
  private final ShareTable shares = new ShareTable();
  private final NodeWriter writer;
  private final Counter writes;
  private final WriteQueue queue;

  /// How many shares of a node have not been looked at yet.
  private final Map<String, Integer> unwritten = new ConcurrentHashMap<>();

  public Dispatcher(KubernetesClient client, TaskStore tasks, MeterRegistry meters, Clock clock) {
    this.tasks = tasks;
    this.writer = new NodeWriter(Doorbells.over(client), shares, this::assignments);
    this.writes = meters.counter("lamina.dispatch.writes");
    var threads = Executors.newScheduledThreadPool(2, Thread.ofVirtual().factory());
    this.queue = new WriteQueue(WriteQueue.Timer.on(threads), clock, this::write);
    tasks.onChange(this::taskChanged);
  }

  /// Begins to write, and derives every node's list once.
  public void start() {
    queue.open();
    tasks.nodes().forEach(queue::ring);
    shares.nodes().forEach(queue::ring);
  }

  /// A new ImageNode, or one that was made again: what was written to it before says nothing.
  public void nodeAppeared(String node) {
    writer.forget(node);
    queue.ring(node);
  }

  private void taskChanged(NodeTask task) {
    writer.finished(Assignments.finished(List.of(task)));
    queue.ring(task.getSpec().nodeName());
  }

  @Override
  public void put(String owner, String node, Share share) {
    writer.finished(share.finished());
    if (shares.put(owner, node, share)) {
      unwritten.merge(node, 1, Integer::sum);
      queue.ring(node);
    }
  }

  @Override
  public boolean isWritten(String node) {
    return !unwritten.containsKey(node);
  }

  private List<Assignment> assignments(String node) {
    return Assignments.of(tasks.onNode(node), task -> tasks.ownedBy(Owners.uid(task)));
  }

  private void write(String node) {
    var seen = unwritten.getOrDefault(node, 0);
    if (writer.write(node)) {
      writes.increment();
    }
    unwritten.computeIfPresent(node, (name, count) -> count.equals(seen) ? null : count - seen);
  }

  @Override
  public void close() {
    queue.close();
  }
}
