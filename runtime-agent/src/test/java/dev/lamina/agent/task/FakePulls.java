package dev.lamina.agent.task;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.task.pull.PullWork;
import dev.lamina.agent.transfer.pull.PullProgress;
import dev.lamina.agent.transfer.pull.PullProgress.LayerProgress;
import dev.lamina.agent.transfer.pull.PullProgress.State;
import dev.lamina.agent.transfer.pull.PullRequest;
import dev.lamina.crds.failure.FailureReason;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A registry with one image of two layers, the first of which is there; waits before the second
/// one where a test tells it to.
final class FakePulls implements PullWork {
  static final Digest INDEX = new Digest("sha256", "a".repeat(64));
  private static final Digest MANIFEST = new Digest("sha256", "b".repeat(64));
  private static final Descriptor FIRST = layer("c", 60);
  private static final Descriptor SECOND = layer("d", 40);

  private final List<PullRequest> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger interrupted = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostRunning = new AtomicInteger();
  private final Semaphore mayFinish = new Semaphore(0);
  private volatile boolean waits;
  private volatile @Nullable RuntimeException failure;

  /// From now on, pulls wait for [#finish].
  void hold() {
    waits = true;
  }

  void finish(int pulls) {
    mayFinish.release(pulls);
  }

  void fail(RuntimeException with) {
    failure = with;
  }

  List<PullRequest> requests() {
    return List.copyOf(requests);
  }

  int started() {
    return requests.size();
  }

  int interrupted() {
    return interrupted.get();
  }

  int mostRunning() {
    return mostRunning.get();
  }

  @Override
  public Digest pull(PullRequest request, PullProgress progress) {
    requests.add(request);
    mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
    try {
      progress.resolved(INDEX);
      progress.planned(MANIFEST, List.of(FIRST, SECOND));
      tell(progress, FIRST, State.PRESENT);
      awaitPermission();
      if (failure != null) {
        throw failure;
      }
      tell(progress, SECOND, State.PULLED);
      return INDEX;
    } finally {
      running.decrementAndGet();
    }
  }

  private static void tell(PullProgress progress, Descriptor layer, State state) {
    progress.layer(new LayerProgress(layer.digest(), state, layer.size(), layer.size()));
  }

  private void awaitPermission() {
    if (!waits) {
      return;
    }
    try {
      mayFinish.acquire();
    } catch (InterruptedException e) {
      interrupted.incrementAndGet();
      Thread.currentThread().interrupt();
      throw new AgentException(FailureReason.Cancelled, "pulling", e);
    }
  }

  private static Descriptor layer(String name, long size) {
    return new Descriptor(
        "application/vnd.oci.image.layer.v1.tar", new Digest("sha256", name.repeat(64)), size);
  }
}
