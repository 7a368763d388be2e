package dev.lamina.agent.task.run;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Something may have changed: look again. Many signals are one.
final class Signal {
  private final Semaphore raised = new Semaphore(0);

  void raise() {
    raised.release();
  }

  /// Returns when it was raised since the last time, or after `limit`.
  void await(Duration limit) throws InterruptedException {
    if (raised.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      raised.drainPermits();
    }
  }
}
