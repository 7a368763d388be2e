package dev.lamina.agent.task.work;

import dev.lamina.crds.imagenode.AssignmentResult;

/// Where the results of assignments go.
public interface Results {
  /// The newest result of its assignment; an end is written at once, all else when it suits.
  void report(AssignmentResult result);
}
