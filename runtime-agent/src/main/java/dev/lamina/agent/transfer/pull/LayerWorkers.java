package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.agent.transfer.pull.LayerTask.Unpacked;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Unpacks the layers of one image at the same time, as many as the permits of the node allow.
///
/// A layer is written without those below it, unless one of its entries refers to them: then its
/// worker waits until they are written. Layers begin lowest first, so the lowest at work never
/// waits and the others always come to an end.
final class LayerWorkers {
  private final Semaphore permits;
  private final Snapshotter snapshotter;
  private final LayerTask task;
  private final List<WantedLayer> stack;
  private final Map<Integer, CompletableFuture<Unpacked>> running = new HashMap<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /// @param stack every layer of the image, lowest first
  LayerWorkers(
      Semaphore permits, Snapshotter snapshotter, LayerTask task, List<WantedLayer> stack) {
    this.permits = permits;
    this.snapshotter = snapshotter;
    this.task = task;
    this.stack = List.copyOf(stack);
  }

  /// Brings in the layers that are missing. If one fails the others are stopped and nothing is left
  /// but what serves the next pull.
  List<Unpacked> run(List<WantedLayer> missing) {
    missing.forEach(layer -> running.put(layer.index(), new CompletableFuture<>()));
    try (var executor =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
      for (var layer : missing) {
        start(layer, executor);
      }
    }
    var done = new ArrayList<Unpacked>();
    for (var layer : missing) {
      var result = running.get(layer.index());
      if (result != null && result.isDone() && !result.isCompletedExceptionally()) {
        done.add(result.join());
      }
    }
    var failed = failure.get();
    if (failed != null) {
      done.forEach(task::discard);
      throw rethrown(failed);
    }
    return done;
  }

  private void start(WantedLayer layer, ExecutorService executor) {
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(e, executor);
      return;
    }
    try {
      executor.execute(() -> work(layer, executor));
    } catch (RejectedExecutionException stoppedByAFailure) {
      permits.release();
    }
  }

  private void work(WantedLayer layer, ExecutorService executor) {
    var result = future(layer.index());
    try {
      result.complete(task.run(layer, () -> below(layer)));
    } catch (RuntimeException | Error e) {
      fail(e, executor);
      result.completeExceptionally(e);
    } finally {
      permits.release();
    }
  }

  private void fail(Throwable e, ExecutorService executor) {
    if (failure.compareAndSet(null, e)) {
      executor.shutdownNow();
    }
  }

  /// Directories of the layers below, topmost first, once they are all written.
  private List<Path> below(WantedLayer layer) {
    var directories = new ArrayList<Path>();
    for (var lower : stack.subList(0, layer.index()).reversed()) {
      directories.add(
          running.containsKey(lower.index())
              ? awaited(lower)
              : snapshotter.layerDirectory(lower.name()));
    }
    return directories;
  }

  private Path awaited(WantedLayer lower) {
    try {
      return future(lower.index()).get().directory();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(FailureReason.Cancelled, "waiting for the layers below", e);
    } catch (ExecutionException | CancellationException e) {
      throw new AgentException(FailureReason.Cancelled, "a layer below failed", e);
    }
  }

  private CompletableFuture<Unpacked> future(int index) {
    return Objects.requireNonNull(running.get(index));
  }

  private static RuntimeException rethrown(Throwable failed) {
    return switch (failed) {
      case AgentException e -> new AgentException(e.reason(), e.getMessage(), e);
      case InterruptedException e ->
          new AgentException(FailureReason.Cancelled, "the pull was interrupted", e);
      default -> new IllegalStateException("pulling a layer failed", failed);
    };
  }
}
