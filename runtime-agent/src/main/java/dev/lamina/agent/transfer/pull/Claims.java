package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.crds.failure.FailureReason;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// Who of several pulls brings in a layer; the others wait until it is there.
///
/// Claimed lowest first: two images that share a layer share all those below it, so one of them
/// claims all that they share and nobody waits in a circle.
final class Claims {
  private final ConcurrentHashMap<ChainId, CountDownLatch> claimed = new ConcurrentHashMap<>();

  /// Waits until nobody else has the claim, and takes it.
  Claim take(ChainId layer) {
    var mine = new CountDownLatch(1);
    for (var other = claimed.putIfAbsent(layer, mine);
        other != null;
        other = claimed.putIfAbsent(layer, mine)) {
      await(other);
    }
    return () -> {
      claimed.remove(layer, mine);
      mine.countDown();
    };
  }

  private static void await(CountDownLatch other) {
    try {
      other.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(
          FailureReason.Cancelled, "interrupted while another pull brings in a layer", e);
    }
  }

  /// The right to bring in one layer.
  interface Claim extends AutoCloseable {
    @Override
    void close();
  }
}
