package dev.lamina.operator.containerrun;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.NodeTaskStatus;
import java.util.Optional;

/// What an agent said of a failure, and what to do about it where that takes the cluster.
final class RunAdvice {
  private RunAdvice() {}

  static String of(FailureReason reason, NodeTask task) {
    var said =
        Optional.ofNullable(task.getStatus())
            .flatMap(NodeTaskStatus::succeeded)
            .map(Condition::message)
            .filter(message -> !message.isEmpty())
            .orElse(reason.name());
    return reason == FailureReason.NoSpace
        ? "%s: make room on node %s, as an ImagePrune does, or let it run elsewhere"
            .formatted(said, task.getSpec().nodeName())
        : said;
  }
}
