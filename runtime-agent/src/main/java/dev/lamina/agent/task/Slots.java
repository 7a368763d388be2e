package dev.lamina.agent.task;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.imagenode.PullArguments;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/// How much more may be begun: builds up to the number of the node; pulls up to the number that
/// their owner allows itself, and a few of all owners together; a few pushes.
final class Slots {
  private static final int PULLS = 8;
  private static final int PUSHES = 4;

  private final int builds;
  private final List<Assignment> taken;

  /// @param working what is under way
  /// @param builds how many builds may run at once
  Slots(Collection<Assignment> working, int builds) {
    this.builds = builds;
    taken = new ArrayList<>(working);
  }

  void take(Assignment assignment) {
    taken.add(assignment);
  }

  boolean isFreeFor(Assignment assignment) {
    return switch (assignment.op()) {
      case Build -> count(Operation.Build) < builds;
      case Pull -> count(Operation.Pull) < PULLS && pullsOfOwner(assignment) < parallel(assignment);
      case Push -> count(Operation.Push) < PUSHES;
      case Run, Remove, Prune, Tag, Inspect -> true;
    };
  }

  private long count(Operation op) {
    return taken.stream().filter(assignment -> assignment.op() == op).count();
  }

  private long pullsOfOwner(Assignment pull) {
    return taken.stream()
        .filter(assignment ->
            assignment.op() == Operation.Pull && Objects.equals(assignment.owner(), pull.owner()))
        .count();
  }

  private static int parallel(Assignment pull) {
    var arguments = Objects.requireNonNullElse(pull.pull(), PullArguments.NONE);
    return Objects.requireNonNullElse(arguments.parallel(), 1);
  }
}
