package dev.lamina.agent.container;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Lets threads wait for the exits of containers.
final class ContainerExits {
  private static final int REMEMBERED = 1000;

  private final Map<String, CompletableFuture<Integer>> awaited = new ConcurrentHashMap<>();

  /// For those who ask after the container was removed.
  private final Map<String, Integer> codes =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
              return size() > REMEMBERED;
            }
          });

  /// A future of the next exit; take it before looking whether the container runs.
  CompletableFuture<Integer> next(String id) {
    return awaited.computeIfAbsent(id, unknown -> new CompletableFuture<>());
  }

  void complete(String id, int code) {
    codes.put(id, code);
    Optional.ofNullable(awaited.remove(id)).ifPresent(future -> future.complete(code));
  }

  /// Of a container that is gone: nobody waits for it any more.
  void forget(String id) {
    awaited.remove(id);
  }

  Optional<Integer> recent(String id) {
    return Optional.ofNullable(codes.get(id));
  }

  static int join(CompletableFuture<Integer> exit, String name) {
    try {
      return exit.get();
    } catch (InterruptedException e) {
      throw cancelled(name, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("exits never fail", e);
    }
  }

  static boolean isWithin(Duration time, CompletableFuture<Integer> exit)
      throws InterruptedException {
    try {
      exit.get(time.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("exits never fail", e);
    }
  }

  static AgentException cancelled(String name, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new AgentException(FailureReason.Cancelled, "waiting for container " + name, e);
  }
}
