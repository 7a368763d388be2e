package dev.lamina.agent.transfer.pull;

import static dev.lamina.agent.transfer.TestLayout.gzip;
import static dev.lamina.agent.transfer.TestLayout.tar;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.diff.ApplyOptions;
import dev.lamina.agent.diff.LayerApplier;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.snapshot.ActiveSnapshot;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Several layers and several pulls at the same time, and what an interrupt or a failure does to
/// them.
class LayersAtOnceTest extends PullSetup {
  @Test
  void pullsOfImagesThatShareLayersFetchThemOnce() throws Exception {
    image("1", "a", "b", "c");
    image("2", "a", "b", "d");
    var pulls = pulls();

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = executor.submit(() -> pulls.run(request(WEB), PullProgress.NONE));
      var second = executor.submit(() -> pulls.run(request(WEB.withTag("2")), PullProgress.NONE));
      first.get();
      second.get();
    }

    assertEquals(4, layerRequests().size());
    assertEquals(4, store.snapshotter.committed().size());
  }

  @Test
  void aLayerThatNeedsThoseBelowWaitsForThem() throws Exception {
    image("1", "a", "b", "c");
    var written = new ConcurrentSkipListSet<Integer>();
    var seen = new ConcurrentHashMap<Integer, Integer>();
    LayerApplier waiting =
        (layer, target, options) -> {
          var below = Objects.requireNonNull(options.below()).get().size();
          seen.put(below, written.size());
          written.add(below);
          return store.apply(layer, target, options);
        };

    pulls(waiting).run(request(WEB), PullProgress.NONE);

    assertEquals(Map.of(0, 0, 1, 1, 2, 2), seen);
  }

  @Test
  void anInterruptEndsThePullAndLeavesNothing() throws Exception {
    image("1", "a", "b");
    var isFetching = new CountDownLatch(2);
    registry.wire = (blob, in) -> new Endless(isFetching);
    var failure = new CompletableFuture<FailureReason>();
    var pull = Thread.ofPlatform().start(() -> pull(failure));
    isFetching.await();

    pull.interrupt();
    pull.join();

    assertEquals(FailureReason.Cancelled, failure.get());
    assertNothingIsLeft();
  }

  /// A registry may send a byte for ever and never as many as somebody waits for.
  @Test
  @Timeout(60)
  void anInterruptEndsThePullOfALayerThatTrickles() throws Exception {
    image("1", "a");
    var isFetching = new CountDownLatch(3);
    registry.wire = (blob, in) -> new Trickling(isFetching);
    var failure = new CompletableFuture<FailureReason>();
    var pull = Thread.ofPlatform().start(() -> pull(failure));
    isFetching.await();

    pull.interrupt();

    assertEquals(FailureReason.Cancelled, failure.get());
    assertNothingIsLeft();
  }

  /// What an interrupted pull did not take it does not give back.
  @Test
  void interruptsDoNotRaiseTheNumberOfLayersAtOnce() throws Exception {
    image("1", "a", "b", "c", "d");
    var atOnce = new LayersAtOnce();
    var layers = new LayerPull(store.content, store.snapshotter, atOnce, DISK, 1);
    Thread.currentThread().interrupt();
    assertRefused(
        FailureReason.Cancelled, () -> pulls(layers).run(request(WEB), PullProgress.NONE));
    assertTrue(Thread.interrupted());

    pulls(layers).run(request(WEB), PullProgress.NONE);

    assertEquals(1, atOnce.most.get());
  }

  @Test
  void aLayerThatFailsStopsTheOthers() throws Exception {
    image("1", "a", "b");
    var isFetching = new CountDownLatch(1);
    var broken = Digest.sha256(gzip(tar("b")));
    registry.wire =
        (blob, in) -> blob.equals(broken) ? new FailingAfter(isFetching) : new Endless(isFetching);

    assertRefused(FailureReason.RegistryUnavailable, () -> pull(WEB));
    assertNothingIsLeft();
  }

  private void pull(CompletableFuture<FailureReason> failure) {
    try {
      pull(WEB);
    } catch (AgentException e) {
      failure.complete(e.reason());
    }
  }

  /// Gives nothing until its reader is interrupted.
  private static class Endless extends InputStream {
    private final CountDownLatch isRead;

    Endless(CountDownLatch isRead) {
      this.isRead = isRead;
    }

    @Override
    public int read() throws IOException {
      isRead.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new IOException(new AgentException(FailureReason.Cancelled, "interrupted"));
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return read();
    }
  }

  /// Gives a byte now and then.
  private static final class Trickling extends InputStream {
    private final CountDownLatch isRead;

    Trickling(CountDownLatch isRead) {
      this.isRead = isRead;
    }

    @Override
    public int read() {
      isRead.countDown();
      var next = System.nanoTime() + 1_000_000;
      while (System.nanoTime() < next) {
        Thread.onSpinWait(); // as deaf to interrupts as a socket
      }
      return 0;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      bytes[offset] = (byte) read();
      return 1;
    }
  }

  /// Counts the layers that are unpacked at the same time.
  private final class LayersAtOnce implements LayerApplier {
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Override
    public AppliedLayer apply(InputStream layer, ActiveSnapshot target, ApplyOptions options) {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      LockSupport.parkNanos(20_000_000);
      now.decrementAndGet();
      return store.apply(layer, target, options);
    }
  }

  /// Fails as soon as another stream is read.
  private static final class FailingAfter extends InputStream {
    private final CountDownLatch other;

    FailingAfter(CountDownLatch other) {
      this.other = other;
    }

    @Override
    public int read() throws IOException {
      try {
        other.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new IOException(new AgentException(FailureReason.RegistryUnavailable, "reset"));
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return read();
    }
  }
}
