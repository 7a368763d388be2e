package dev.lamina.agent.transfer;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// Lets one thread at a time work on a key; the others wait, then look whether it is done.
final class SingleFlight<K> {
  private final ConcurrentHashMap<K, CountDownLatch> flights = new ConcurrentHashMap<>();

  void run(K key, Runnable work) {
    var mine = new CountDownLatch(1);
    for (var other = flights.putIfAbsent(key, mine);
        other != null;
        other = flights.putIfAbsent(key, mine)) {
      await(other);
    }
    try {
      work.run();
    } finally {
      flights.remove(key);
      mine.countDown();
    }
  }

  private static void await(CountDownLatch other) {
    try {
      other.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(FailureReason.Cancelled, "interrupted while another worked", e);
    }
  }
}
