package dev.lamina.agent.container;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// One lock for each container: its life goes step by step, that of others goes on meanwhile.
final class ContainerLocks {
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  <T> T holding(String id, Supplier<T> work) {
    var lock = locks.computeIfAbsent(id, unknown -> new ReentrantLock());
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  void holding(String id, Runnable work) {
    holding(
        id,
        () -> {
          work.run();
          return true;
        });
  }

  /// Of a container that is gone: nobody can come to want its lock again.
  void forget(String id) {
    locks.remove(id);
  }
}
