package dev.lamina.agent.http;

import org.jspecify.annotations.Nullable;

/// The moment when a caller goes away before it has its answer.
public final class Departure {
  private @Nullable Runnable action;
  private boolean isOver;

  Departure(Runnable action) {
    this.action = action;
  }

  /// Does this in place of what would be done; returns what that was.
  public synchronized @Nullable Runnable replace(@Nullable Runnable other) {
    var before = action;
    action = other;
    return before;
  }

  /// The caller has its answer, or is gone: nothing is watched for any longer.
  synchronized boolean isOver() {
    return isOver;
  }

  synchronized void end() {
    isOver = true;
  }

  /// Does what is to be done, unless the answer was there before.
  void happened() {
    if (isOver()) {
      return;
    }
    end();
    var todo = replace(null);
    if (todo != null) {
      todo.run();
    }
  }
}
