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
import java.util.function.Function;
import java.util.function.Supplier;

/// Rings the nodes: the only writer of `ImageNode.spec`, in the leader only.
public final class Dispatcher implements Shares, AutoCloseable {
  private final Supplier<List<String>> workNodes;
  private final ShareTable shares = new ShareTable();
  private final NodeWriter writer;
  private final Counter writes;
  private final WriteQueue queue;

  /// How many shares of a node have not been looked at yet.
  private final Map<String, Integer> unwritten = new ConcurrentHashMap<>();

  public Dispatcher(KubernetesClient client, TaskStore tasks, MeterRegistry meters, Clock clock) {
    this(
        Doorbells.over(client),
        node -> Assignments.of(tasks.onNode(node), task -> tasks.ownedBy(Owners.uid(task))),
        tasks::nodes,
        meters,
        WriteQueue.Timer.on(Executors.newScheduledThreadPool(2, Thread.ofVirtual().factory())),
        clock);
    tasks.onChange(this::taskChanged);
  }

  /// @param work the assignments of a node that NodeTasks describe
  /// @param workNodes the nodes that have any
  Dispatcher(
      Doorbells doorbells,
      Function<String, List<Assignment>> work,
      Supplier<List<String>> workNodes,
      MeterRegistry meters,
      WriteQueue.Timer timer,
      Clock clock) {
    this.workNodes = workNodes;
    this.writer = new NodeWriter(doorbells, shares, work);
    this.writes = meters.counter("lamina.dispatch.writes");
    this.queue = new WriteQueue(timer, clock, this::write);
  }

  /// Begins to write, and derives every node's list once.
  public void start() {
    queue.open();
    workNodes.get().forEach(queue::ring);
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
