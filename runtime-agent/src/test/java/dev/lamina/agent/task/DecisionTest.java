package dev.lamina.agent.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.task.work.Outcome;
import dev.lamina.agent.task.work.TaskRecord;
import dev.lamina.agent.task.work.Wanted;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.ImageNodeSpec;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.crds.nodetask.NodeTaskStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecisionTest {
  private static final Instant NOW = Instant.parse("2026-11-20T22:40:00Z");
  private static final Assignment BUILD = Orders.assignment(Operation.Build, "b-1");
  private static final Assignment RUN = Orders.assignment(Operation.Run, "r-1");

  private final Map<String, TaskRecord> journal = new HashMap<>();
  private final Map<String, Assignment> working = new HashMap<>();

  @Test
  void startsWhatIsNew() {
    assertEquals(List.of(new Decision.Start(BUILD), new Decision.Start(RUN)), decide(BUILD, RUN));
  }

  @Test
  void startsAgainWhatTheJournalHasNoEndOf() {
    journal.put("b-1", record(Operation.Build, null, false));
    assertEquals(List.of(new Decision.Start(BUILD)), decide(BUILD));
  }

  @Test
  void answersFromTheJournal() {
    var end = ended("b-1", ResultState.Failed);
    journal.put("b-1", record(Operation.Build, end, true));
    assertEquals(List.of(new Decision.Answer("b-1", end)), decide(BUILD));
  }

  @Test
  void finishesAReportThatTheTaskHasNotGot() {
    var end = ended("b-1", ResultState.Succeeded);
    journal.put("b-1", record(Operation.Build, end, false));
    assertEquals(List.of(new Decision.Start(BUILD)), decide(BUILD));
  }

  @Test
  void tellsWorkUnderWayWhatIsWanted() {
    working.put("b-1", BUILD);
    working.put("r-1", RUN);
    assertEquals(
        List.of(
            new Decision.Tell("b-1", Wanted.CANCELLED), new Decision.Tell("r-1", Wanted.STOPPED)),
        decide(Orders.cancelled(Operation.Build, "b-1"), Orders.stopped("r-1")));
  }

  @Test
  void tellsWorkThatNobodyAssigns() {
    working.put("r-1", RUN);
    assertEquals(List.of(new Decision.Tell("r-1", Wanted.VANISHED)), decide());
  }

  @Test
  void endedRunIsAnsweredUntilItIsCancelled() {
    var end = ended("r-1", ResultState.Succeeded);
    journal.put("r-1", record(Operation.Run, end, true));
    var cancelled = Orders.cancelled(Operation.Run, "r-1");
    assertEquals(List.of(new Decision.Answer("r-1", end)), decide(RUN));
    assertEquals(List.of(new Decision.Answer("r-1", end)), decide(Orders.stopped("r-1")));
    assertEquals(List.of(new Decision.Start(cancelled)), decide(cancelled));
  }

  @Test
  void cancelledRunStaysCancelled() {
    var end = ended("r-1", ResultState.Cancelled);
    journal.put("r-1", record(Operation.Run, end, true));
    assertEquals(
        List.of(new Decision.Answer("r-1", end)), decide(Orders.cancelled(Operation.Run, "r-1")));
  }

  @Test
  void buildsWaitByPriority() {
    working.put("b-0", Orders.assignment(Operation.Build, "b-0"));
    var low = Orders.assignment(Operation.Build, "b-2", "team-a/x", -1, false, false);
    var high = Orders.assignment(Operation.Build, "b-3", "team-a/x", 5, false, false);
    var running = Orders.assignment(Operation.Build, "b-0");
    assertEquals(
        List.of(
            new Decision.Start(high),
            waiting("b-1", "other builds run"),
            new Decision.Tell("b-0", Wanted.DONE),
            waiting("b-2", "other builds run")),
        decide(BUILD, low, running, high));
  }

  @Test
  void pullsOfAnOwnerWaitForEachOther() {
    working.put("p-0", Pulls.of("p-0", "team-a/one", null));
    assertEquals(
        List.of(
            waiting("p-1", "other pulls run"),
            new Decision.Start(Pulls.of("p-2", "team-a/one", 2)),
            waiting("p-3", "other pulls run"),
            new Decision.Start(Pulls.of("p-4", "team-a/two", null))),
        decide(
                Pulls.of("p-0", "team-a/one", null),
                Pulls.of("p-1", "team-a/one", null),
                Pulls.of("p-2", "team-a/one", 2),
                Pulls.of("p-3", "team-a/one", 2),
                Pulls.of("p-4", "team-a/two", null))
            .stream()
            .skip(1)
            .toList());
  }

  @Test
  void pullsOfAllOwnersHaveALimit() {
    var pulls = new Assignment[9];
    for (int i = 0; i < pulls.length; i++) {
      pulls[i] = Pulls.of("p-" + i, "team-a/owner-" + i, 8);
    }
    assertEquals(waiting("p-8", "other pulls run"), decide(pulls).getLast());
  }

  @Test
  void pullsThatGoOnAfterARestartKeepTheLimit() {
    journal.put("p-2", record(Operation.Pull, null, false));
    assertEquals(
        List.of(
            new Decision.Start(Pulls.of("p-1", "team-a/one", null)),
            waiting("p-2", "other pulls run")),
        decide(Pulls.of("p-1", "team-a/one", null), Pulls.of("p-2", "team-a/one", null)));
  }

  @Test
  void pausedNodeStartsNothingNewAndFinishesTheRest() {
    journal.put("r-1", record(Operation.Run, null, false));
    var cancelled = Orders.cancelled(Operation.Build, "b-2");
    var spec = spec(true, List.of(BUILD, RUN, cancelled));
    assertEquals(
        List.of(
            waiting("b-1", "the node is paused"),
            new Decision.Start(RUN),
            new Decision.Start(cancelled)),
        Decision.decide(spec, observed()));
  }

  @Test
  void doesNotBeginTooLate() {
    var late =
        new Assignment(
            "b-1",
            Operation.Build,
            null,
            null,
            null,
            null,
            false,
            null,
            null,
            "team-a/b-1",
            null,
            null,
            null,
            null,
            NOW.minusSeconds(1),
            null,
            false,
            false,
            false);
    assertRefused(FailureReason.DeadlineExceeded, "not begun before", late);
  }

  @Test
  void aFewPushesRunAtATime() {
    for (int i = 0; i < 4; i++) {
      working.put("u-" + i, Orders.assignment(Operation.Push, "u-" + i));
    }
    assertEquals(
        waiting("u-9", "other pushes run"),
        decide(Orders.assignment(Operation.Push, "u-9")).getLast());
  }

  @Test
  void refusesWhatCannotBeAskedFor() {
    var noTask = Orders.assignment(Operation.Run, "r-1", "../x", 0, false, false);
    assertRefused(FailureReason.InvalidArgument, "task '../x'", noTask);
    var stop = Orders.assignment(Operation.Build, "b-1", "a/b", 0, false, true);
    assertRefused(FailureReason.NotSupported, "field stop", stop);
  }

  private void assertRefused(FailureReason reason, String message, Assignment assignment) {
    var decision = decide(assignment).getFirst();
    assertTrue(
        decision instanceof Decision.Reply(var id, var outcome)
            && outcome.state() == ResultState.Failed
            && outcome.reason().equals(reason.name())
            && outcome.message().contains(message),
        decision::toString);
  }

  private List<Decision> decide(Assignment... assignments) {
    return Decision.decide(spec(false, List.of(assignments)), observed());
  }

  private Decision.Observed observed() {
    return new Decision.Observed(
        id -> Optional.ofNullable(journal.get(id)), Map.copyOf(working), 2, NOW);
  }

  private static ImageNodeSpec spec(boolean paused, List<Assignment> assignments) {
    return new ImageNodeSpec(1L, paused, assignments, List.of(), List.of(), null, null);
  }

  private static Decision waiting(String id, String why) {
    return new Decision.Reply(id, new Outcome(ResultState.Waiting, "Waiting", why));
  }

  private static TaskRecord record(
      Operation op, @Nullable AssignmentResult result, boolean reported) {
    var unreported = reported ? null : new NodeTaskStatus(null, null, List.of());
    return new TaskRecord(op, "team-a/x", NOW, null, result, result == null ? null : unreported);
  }

  private static AssignmentResult ended(String id, ResultState state) {
    return AssignmentResult.of(id, state, null, null, NOW, NOW);
  }
}
