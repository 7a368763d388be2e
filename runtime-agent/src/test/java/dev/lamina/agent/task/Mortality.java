package dev.lamina.agent.task;

import dev.lamina.agent.task.cluster.NodeApi;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Ends an agent as `kill -9` would: after its n-th call of anything outside of it, no further one
/// is made and that one never returns.
final class Mortality {
  private final AtomicInteger left;
  private final ReentrantReadWriteLock sending = new ReentrantReadWriteLock();

  private Mortality(int calls) {
    left = new AtomicInteger(calls);
  }

  static Mortality afterCalls(int calls) {
    return new Mortality(calls);
  }

  static Mortality never() {
    return new Mortality(Integer.MAX_VALUE);
  }

  boolean isDead() {
    return left.get() <= 0;
  }

  /// Afterwards no call of the API is under way: what a dead agent had sent does not overtake what
  /// its successor sends.
  void kill() {
    sending.writeLock().lock();
    try {
      left.set(0);
    } finally {
      sending.writeLock().unlock();
    }
  }

  <T> T guard(Class<T> type, T target) {
    var proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> call(target, method, arguments));
    return type.cast(proxy);
  }

  private Object call(Object target, Method method, Object[] arguments) throws Throwable {
    if (!(target instanceof NodeApi)) {
      return counted(target, method, arguments);
    }
    sending.readLock().lock();
    try {
      return counted(target, method, arguments);
    } finally {
      sending.readLock().unlock();
    }
  }

  private Object counted(Object target, Method method, Object[] arguments) throws Throwable {
    if (left.getAndDecrement() <= 0) {
      throw new Killed();
    }
    var result = invoke(target, method, arguments);
    if (isDead()) {
      throw new Killed();
    }
    return result;
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /// Caught by nobody.
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }
}
