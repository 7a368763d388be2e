package dev.lamina.agent.task;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.task.cluster.ClusterException;
import dev.lamina.agent.task.cluster.MergePatch;
import dev.lamina.agent.task.cluster.PersistentApi;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.nodeinventory.NodeInventoryStatus;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the NodeInventory true: looks at the store every second, whoever changed it, and writes
/// when the list is another one.
///
/// A node costs the API server one write in a period on the average. Who tags and removes by hand
/// does not wait for it: the first few changes are told at once, those that follow in one write.
final class InventoryReport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InventoryReport.class);

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int AT_ONCE = 10;

  private final Supplier<NodeInventoryStatus> inventory;
  private final Supplier<@Nullable ImageNode> node;
  private final PersistentApi api;
  private final Consumer<String> onChange;
  private final Duration period;
  private final Thread thread;
  private @Nullable String writtenHash;
  private @Nullable String writtenTo;

  /// Up to when the writes are used up: see [dev.lamina.agent.task.cluster.Pace].
  private long spentUntil;

  /// @param node the newest ImageNode; nothing is written before there is one
  /// @param onChange told the hash of a changed list
  /// @param period between two writes on the average
  InventoryReport(
      Supplier<NodeInventoryStatus> inventory,
      Supplier<@Nullable ImageNode> node,
      PersistentApi api,
      Consumer<String> onChange,
      Duration period) {
    this.inventory = inventory;
    this.node = node;
    this.api = api;
    this.onChange = onChange;
    this.period = period;
    spentUntil = System.nanoTime();
    thread = Thread.ofVirtual().name("inventory").start(this::lookUntilInterrupted);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void lookUntilInterrupted() {
    try {
      for (; ; ) {
        Thread.sleep(period.compareTo(LOOK) < 0 ? period : LOOK);
        if (System.nanoTime() - spentUntil >= -period.toNanos() * (AT_ONCE - 1)) {
          look();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A list that cannot be had or told now is tried again with the next look.
  private void look() throws InterruptedException {
    var owner = node.get();
    if (owner == null) {
      return;
    }
    try {
      var status = inventory.get();
      var uid = owner.getMetadata().getUid();
      if (!Objects.equals(status.hash(), writtenHash) || !Objects.equals(uid, writtenTo)) {
        var now = System.nanoTime();
        spentUntil = Math.max(0, spentUntil - now) + now + period.toNanos();
        api.patchInventory(owner, MergePatch.ofStatus(status));
        writtenHash = status.hash();
        writtenTo = uid;
        onChange.accept(Objects.requireNonNullElse(status.hash(), ""));
      }
    } catch (AgentException | ClusterException e) {
      LOG.warn("the inventory was not written: {}", e.getMessage());
    }
  }
}
