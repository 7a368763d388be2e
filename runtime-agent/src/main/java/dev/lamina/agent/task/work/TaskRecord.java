package dev.lamina.agent.task.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.nodetask.NodeTaskStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the journal holds of one assignment.
///
/// @param task namespace/name of its NodeTask; what it is about where there is none
/// @param startedAt of the first start, also after a restart of the agent
/// @param run what happened to the container so far, for a Run
/// @param result the end; absent = it goes on
/// @param unreported the end as the NodeTask has to be told it, until it has been
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskRecord(
    Operation op,
    String task,
    Instant startedAt,
    @Nullable RunHistory run,
    @Nullable AssignmentResult result,
    @Nullable NodeTaskStatus unreported) {

  static TaskRecord started(Operation op, String task, Instant now) {
    return new TaskRecord(op, task, now, null, null, null);
  }

  TaskRecord with(RunHistory history) {
    return new TaskRecord(op, task, startedAt, history, result, unreported);
  }

  TaskRecord ended(AssignmentResult end, @Nullable NodeTaskStatus status) {
    return new TaskRecord(op, task, startedAt, run, end, status);
  }

  TaskRecord reported() {
    return new TaskRecord(op, task, startedAt, run, result, null);
  }

  /// Begun once more, because the assignment wants something else than its end.
  TaskRecord resumed() {
    return new TaskRecord(op, task, startedAt, run, null, null);
  }
}
