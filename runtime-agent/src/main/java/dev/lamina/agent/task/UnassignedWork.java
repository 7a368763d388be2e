package dev.lamina.agent.task;

import dev.lamina.agent.task.work.TaskJournal;
import dev.lamina.agent.task.work.TaskRecord;
import dev.lamina.agent.task.work.Wanted;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.imagenode.ResultState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the journal knows and nobody assigns: containers may have lost their right to exist, and
/// builds and pulls are not begun again.
///
/// It is looked after when its assignment goes, once it is not under way any more: a run may end in
/// the moment in which its NodeTask is deleted. All of it is looked after at the start of the agent
/// and once in a long while, because the NodeTask of a container that ended long ago may go without
/// a word to its node.
final class UnassignedWork {
  /// Each look costs a request for every container that ended and is kept.
  static final Duration BETWEEN_LOOKS = Duration.ofHours(1);

  private final TaskJournal journal;
  private final Workforce workforce;
  private final Clock clock;
  private final Set<String> leaving = new HashSet<>();
  private Set<String> assignedBefore = Set.of();
  private Instant nextLook = Instant.MIN;

  UnassignedWork(TaskJournal journal, Workforce workforce, Clock clock) {
    this.journal = journal;
    this.workforce = workforce;
    this.clock = clock;
  }

  /// @param assigned the ids of the newest ImageNode
  void settle(Set<String> assigned) {
    leaving.addAll(assignedBefore);
    assignedBefore = Set.copyOf(assigned);
    var now = clock.instant();
    if (!now.isBefore(nextLook)) {
      nextLook = now.plus(BETWEEN_LOOKS);
      leaving.addAll(journal.all().keySet());
    }
    leaving.removeAll(assigned);
    var working = workforce.assignments().keySet();
    var settled = leaving.stream().filter(id -> !working.contains(id)).toList();
    settled.forEach(id -> journal.find(id).ifPresent(record -> leaveBehind(id, record)));
    leaving.removeAll(Set.copyOf(settled));
  }

  private void leaveBehind(String id, TaskRecord record) {
    var result = record.result();
    if (record.op() == Operation.Run) {
      if (result == null || result.state() != ResultState.Cancelled) {
        var run = Assignment.ofTask(id, Operation.Run, record.task(), "", false, false);
        workforce.start(run, Wanted.VANISHED, List.of());
      }
    } else if (result == null) {
      journal.abandon(id, record);
    }
  }
}
