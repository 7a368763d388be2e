package dev.lamina.agent.task.run;

import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.task.work.Outcome;
import dev.lamina.crds.containerrun.CommitWhen;
import dev.lamina.crds.payload.CommitOrder;

/// The image that is to be made of a container.
///
/// @param access what it is pushed with
public record RunCommitment(CommitOrder order, RegistryAccess access) {
  /// Whether it is to be made after such an end.
  boolean follows(Outcome end) {
    return switch (order.when()) {
      case OnExit -> true;
      case OnSuccess -> end.equals(Outcome.COMPLETED);
      case Never -> false;
    };
  }

  /// Whether it is to be made after an end that is not the last one.
  boolean followsEach() {
    return order.when() == CommitWhen.OnExit;
  }
}
