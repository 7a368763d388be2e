package dev.lamina.agent.task.work;

import dev.lamina.crds.imagenode.Assignment;

/// What an assignment wants of its work.
public enum Wanted {
  /// Do it; a container runs.
  DONE,
  /// The container exists and does not run.
  STOPPED,
  /// Given up and undone; a container does not exist.
  CANCELLED,
  /// Nobody assigns it any more.
  VANISHED;

  public static Wanted of(Assignment assignment) {
    if (assignment.cancel()) {
      return CANCELLED;
    }
    return assignment.stop() ? STOPPED : DONE;
  }
}
