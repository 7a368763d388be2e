package dev.lamina.operator.inventory;

import dev.lamina.crds.nodeinventory.NodeInventory;
import dev.lamina.operator.nodes.InventoryNews;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the NodeInventories into the census: all of them once, then each one that has changed.
public final class InventoryReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InventoryReader.class);
  private static final long PAGE = 50;
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final ImageCensus census;
  private final Set<String> changed = new HashSet<>();
  private @Nullable Thread thread;

  public InventoryReader(KubernetesClient client, InventoryNews news, ImageCensus census) {
    this.client = client;
    this.census = census;
    news.onInventory(this::changed);
  }

  /// Begins to read; returns at once.
  public synchronized void start() {
    thread = Thread.ofVirtual().name("inventories").start(this::readUntilInterrupted);
  }

  @Override
  public synchronized void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private synchronized void changed(String node) {
    changed.add(node);
    notifyAll();
  }

  private synchronized List<String> awaitChanged() throws InterruptedException {
    while (changed.isEmpty()) {
      wait();
    }
    var taken = new ArrayList<>(changed);
    changed.clear();
    return taken;
  }

  private void readUntilInterrupted() {
    try {
      while (!isDone("reading the NodeInventories", this::readAll)) {
        Thread.sleep(AFTER_FAILURE);
      }
      census.complete();
      for (; ; ) {
        for (var node : awaitChanged()) {
          if (!isDone("reading NodeInventory " + node, () -> read(node))) {
            changed(node);
            Thread.sleep(AFTER_FAILURE);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isDone(String doing, Runnable work) throws InterruptedException {
    try {
      work.run();
      return true;
    } catch (KubernetesClientException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException(doing);
      }
      LOG.warn("{} failed, trying again: {}", doing, e.getMessage());
      return false;
    }
  }

  private void readAll() {
    var found = new HashSet<String>();
    String next = null;
    do {
      var options = new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build();
      var page = client.resources(NodeInventory.class).list(options);
      page.getItems().forEach(inventory -> found.add(take(inventory)));
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    census.nodeNames().stream().filter(node -> !found.contains(node)).forEach(census::remove);
  }

  private void read(String node) {
    var inventory = client.resources(NodeInventory.class).withName(node).get();
    if (inventory == null) {
      census.remove(node);
    } else {
      take(inventory);
    }
  }

  private String take(NodeInventory inventory) {
    var node = inventory.getMetadata().getName();
    var status = inventory.getStatus();
    census.put(node, status == null ? List.of() : status.images());
    return node;
  }
}
