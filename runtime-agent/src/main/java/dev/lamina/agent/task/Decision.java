package dev.lamina.agent.task;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.task.cluster.TaskKey;
import dev.lamina.agent.task.work.Outcome;
import dev.lamina.agent.task.work.TaskRecord;
import dev.lamina.agent.task.work.Wanted;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.ImageNodeSpec;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.imagenode.ResultState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What to do about one assignment.
sealed interface Decision {
  String id();

  /// Begin to work, or go on after a restart.
  record Start(Assignment assignment) implements Decision {
    @Override
    public String id() {
      return assignment.id();
    }
  }

  /// Tell the work under way what is wanted now.
  record Tell(String id, Wanted wanted) implements Decision {}

  /// Repeat what the journal says.
  record Answer(String id, AssignmentResult result) implements Decision {}

  /// It cannot be done, or not now.
  record Reply(String id, Outcome outcome) implements Decision {}

  /// What is known besides the spec.
  ///
  /// @param journal what the journal has of an id
  /// @param working the work under way, by id
  /// @param builds how many builds may run at once
  record Observed(
      Function<String, Optional<TaskRecord>> journal,
      Map<String, Assignment> working,
      int builds,
      Instant now) {}

  /// One decision for every assignment and for all work that nobody assigns any more. Builds and
  /// pulls that have to wait do so by priority, then in the order of the spec.
  static List<Decision> decide(ImageNodeSpec spec, Observed observed) {
    var decisions = new ArrayList<Decision>();
    var ids = Set.copyOf(spec.assignments().stream().map(Assignment::id).distinct().toList());
    observed.working().keySet().stream()
        .filter(id -> !ids.contains(id))
        .forEach(id -> decisions.add(new Tell(id, Wanted.VANISHED)));
    var slots = new Slots(observed.working().values(), observed.builds());
    var byPriority =
        spec.assignments().stream()
            .sorted(Comparator.comparing(Decision::priority, Comparator.reverseOrder()))
            .toList();
    for (var assignment : byPriority) {
      var decision = decide(assignment, spec.paused(), slots, observed);
      if (decision instanceof Start) {
        slots.take(assignment);
      }
      decisions.add(decision);
    }
    return decisions;
  }

  private static Decision decide(
      Assignment assignment, boolean paused, Slots slots, Observed observed) {
    var id = assignment.id();
    var wanted = Wanted.of(assignment);
    if (observed.working().containsKey(id)) {
      return new Tell(id, wanted);
    }
    var refusal = refusal(assignment);
    if (refusal.isPresent()) {
      return new Reply(id, refusal.get());
    }
    var record = observed.journal().apply(id);
    var answer = record.flatMap(known -> answer(known, wanted));
    if (answer.isPresent()) {
      return new Answer(id, answer.get());
    }
    if (wanted == Wanted.CANCELLED) {
      return new Start(assignment);
    }
    return record.isPresent()
        ? resume(assignment, slots)
        : begin(assignment, paused, slots, observed.now());
  }

  /// Builds and runs go on at once; pulls that came first may have taken the place of one.
  private static Decision resume(Assignment assignment, Slots slots) {
    var isOfImages = assignment.op() != Operation.Build && assignment.op() != Operation.Run;
    return !isOfImages || slots.isFreeFor(assignment)
        ? new Start(assignment)
        : waitingForOthers(assignment);
  }

  private static Decision begin(Assignment assignment, boolean paused, Slots slots, Instant now) {
    var limit = assignment.notAfter();
    if (limit != null && now.isAfter(limit)) {
      return new Reply(
          assignment.id(),
          Outcome.failed(FailureReason.DeadlineExceeded, "not begun before " + limit));
    }
    if (paused) {
      return waiting(assignment, "the node is paused");
    }
    return slots.isFreeFor(assignment) ? new Start(assignment) : waitingForOthers(assignment);
  }

  /// The end that still holds. A run that has ended by itself is over unless it is cancelled; an
  /// end that the NodeTask has not been told is work left to do.
  private static Optional<AssignmentResult> answer(TaskRecord record, Wanted wanted) {
    return Optional.ofNullable(record.result())
        .filter(result -> record.unreported() == null)
        .filter(result ->
            record.op() != Operation.Run
                || wanted != Wanted.CANCELLED
                || result.state() == ResultState.Cancelled);
  }

  private static Optional<Outcome> refusal(Assignment assignment) {
    return switch (assignment.op()) {
      case Build, Run -> malformed(assignment);
      case Pull, Remove, Prune, Tag, Push, Inspect -> Optional.empty();
    };
  }

  private static Optional<Outcome> malformed(Assignment assignment) {
    if (assignment.cred() != null) {
      return Optional.of(unsupported("field cred of a " + assignment.op()));
    }
    if (assignment.stop() && assignment.op() == Operation.Build) {
      return Optional.of(unsupported("field stop of a Build"));
    }
    try {
      TaskKey.parse(assignment.task());
      return Optional.empty();
    } catch (AgentException e) {
      return Optional.of(Outcome.failed(e));
    }
  }

  private static Outcome unsupported(String what) {
    return Outcome.failed(FailureReason.NotSupported, what + " is not supported");
  }

  private static Reply waiting(Assignment assignment, String why) {
    return new Reply(assignment.id(), new Outcome(ResultState.Waiting, "Waiting", why));
  }

  private static Reply waitingForOthers(Assignment assignment) {
    return switch (assignment.op()) {
      case Pull -> waiting(assignment, "other pulls run");
      case Push -> waiting(assignment, "other pushes run");
      case Build, Run, Remove, Prune, Tag, Inspect -> waiting(assignment, "other builds run");
    };
  }

  private static int priority(Assignment assignment) {
    var priority = assignment.priority();
    return priority == null ? 0 : priority;
  }
}
