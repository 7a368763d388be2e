package dev.lamina.agent.task.work;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Interrupts blocking work for a stated cause, and only while it works: what comes after it, the
/// reporting, is not disturbed.
public final class Interruption {
  private @Nullable Thread thread;
  private @Nullable Cause cause;

  /// Why; the first one counts.
  public enum Cause {
    CANCELLED,
    VANISHED,
    DEADLINE
  }

  public synchronized void request(Cause why) {
    if (cause == null) {
      cause = why;
    }
    if (thread != null) {
      thread.interrupt();
    }
  }

  /// Requests it when `time` has passed, unless the returned timer is closed before.
  public Timer requestAfter(Duration time, Cause why) {
    var sleeper =
        Thread.ofVirtual()
            .name("deadline")
            .start(() -> {
              try {
                Thread.sleep(time);
                request(why);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    return sleeper::interrupt;
  }

  /// Absent = nobody asked.
  public synchronized @Nullable Cause cause() {
    return cause;
  }

  /// Runs `work` in this thread.
  ///
  /// @throws AgentException `Cancelled` at once if the interruption was asked for before
  public <T> T guard(Supplier<T> work) {
    begin();
    try {
      return work.get();
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    if (cause != null) {
      throw new AgentException(FailureReason.Cancelled, "given up before it began");
    }
    thread = Thread.currentThread();
  }

  private synchronized void end() {
    thread = null;
    if (cause != null) {
      Thread.interrupted();
    }
  }

  /// A request to come.
  public interface Timer extends AutoCloseable {
    @Override
    void close();
  }
}
