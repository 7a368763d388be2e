package dev.lamina.agent.task.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.agent.container.Container;
import dev.lamina.agent.task.FakeContainers;
import dev.lamina.agent.task.work.Outcome;
import dev.lamina.agent.task.work.RunHistory;
import dev.lamina.crds.containerrun.RestartPolicy;
import dev.lamina.crds.failure.FailureReason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunStepTest {
  private static final Instant START = Instant.parse("2026-11-20T22:40:00Z");
  private static final Instant EXIT = START.plusSeconds(60);
  private static final RunHistory RAN = RunHistory.NONE.withFirstStart(START);
  private static final RunTerms NEVER = terms(RestartPolicy.Never);
  private static final RunTerms ON_FAILURE = terms(RestartPolicy.OnFailure);
  private static final RunTerms ALWAYS = terms(RestartPolicy.Always);

  @Test
  void makesAndStartsWhatIsNotThere() {
    assertEquals(new RunStep.Create(), decide(NEVER, false, RunHistory.NONE, null));
    assertEquals(new RunStep.Start(), decide(NEVER, false, RunHistory.NONE, created()));
    assertEquals(new RunStep.Watch(null), decide(NEVER, false, RAN, running()));
  }

  @Test
  void makesAStoppedContainerWithoutStartingIt() {
    assertEquals(new RunStep.Create(), decide(NEVER, true, RunHistory.NONE, null));
    assertEquals(new RunStep.StayStopped(), decide(NEVER, true, RunHistory.NONE, created()));
  }

  @Test
  void stopsAndStartsAgainTheSameContainer() {
    assertEquals(new RunStep.Stop(), decide(NEVER, true, RAN, running()));
    assertEquals(new RunStep.StayStopped(), decide(NEVER, true, stoppedByUs(), exited(143)));
    assertEquals(new RunStep.Start(), decide(NEVER, false, stoppedByUs(), exited(143)));
  }

  @Test
  void doesNotMakeAgainWhatSomebodyRemoved() {
    var failed = Outcome.failed(FailureReason.NotFound, "the container was removed on its node");
    assertEquals(new RunStep.Finish(failed), decide(ALWAYS, false, RAN, null));
  }

  @ParameterizedTest
  @CsvSource({
    "Never, 0, Completed",
    "Never, 7, RunFailed",
    "OnFailure, 0, Completed",
    "OnFailure, 7, ",
    "Always, 0, ",
    "Always, 7, "
  })
  void policyDecidesAboutAnExit(RestartPolicy policy, int exitCode, @Nullable String reason) {
    var step = decide(terms(policy), false, RAN, exited(exitCode));
    var finished = step instanceof RunStep.Finish(var outcome) ? outcome.reason() : null;
    assertEquals(reason, finished);
  }

  @Test
  void exitCodeIsInTheMessage() {
    var failed = Outcome.failed(FailureReason.RunFailed, "the container ended with exit code 7");
    assertEquals(new RunStep.Finish(failed), decide(NEVER, false, RAN, exited(7)));
  }

  @Test
  void lackOfMemoryIsAReasonOfItsOwn() {
    var killed = FakeContainers.container("web").exited(START, EXIT, 137, true);
    var failed =
        Outcome.failed(FailureReason.OutOfMemory, "the container was killed for lack of memory");
    assertEquals(new RunStep.Finish(failed), decide(NEVER, false, RAN, killed));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2", "2, 4", "8, 256", "9, 300", "1000, 300"})
  void pausesDoubleUpToFiveMinutes(int streak, int seconds) {
    var history = history(streak, streak);
    var due = EXIT.plusSeconds(seconds);
    assertEquals(
        new RunStep.Rest(due),
        RunStep.decide(ALWAYS, false, history, exited(7), due.minusMillis(1)));
    assertEquals(
        new RunStep.Restart(EXIT, streak), RunStep.decide(ALWAYS, false, history, exited(7), due));
  }

  @Test
  void longRunMakesThePauseShortAgain() {
    var end = START.plus(Duration.ofMinutes(10));
    var container = FakeContainers.container("web").exited(START, end, 7, false);
    assertEquals(
        new RunStep.Restart(end, 0),
        RunStep.decide(ALWAYS, false, history(5, 5), container, end.plusSeconds(1)));
  }

  @Test
  void clockSetBackDoesNotMakeThePauseLonger() {
    var now = EXIT.minus(Duration.ofHours(1));
    assertEquals(
        new RunStep.Rest(now.plusSeconds(1)), RunStep.decide(ALWAYS, false, RAN, exited(7), now));
  }

  @Test
  void restartsEndAtTheBackoffLimit() {
    var failed =
        Outcome.failed(
            FailureReason.RunFailed, "the container ended with exit code 7, after 3 restarts");
    assertEquals(new RunStep.Finish(failed), decide(ON_FAILURE, false, history(3, 3), exited(7)));
  }

  @Test
  void restartThatACrashInterruptedIsFinishedAndNotCountedAgain() {
    var history = RAN.withRestart(EXIT, 0);
    assertEquals(new RunStep.Start(), decide(ON_FAILURE, false, history, exited(7)));
  }

  @Test
  void stopDuringAPauseIsAStop() {
    assertEquals(new RunStep.StayStopped(), decide(ALWAYS, true, RAN, exited(7)));
  }

  @Test
  void stopDoesNotUndoAnEnd() {
    assertEquals(new RunStep.Finish(Outcome.COMPLETED), decide(NEVER, true, RAN, exited(0)));
  }

  @Test
  void endsAtItsDeadlineWhateverThePolicy() {
    var deadline = START.plusSeconds(30);
    var byTask = new RunTerms(RestartPolicy.Always, 3, deadline, null);
    var byOrder = new RunTerms(RestartPolicy.Always, 3, null, Duration.ofSeconds(30));
    for (var terms : new RunTerms[] {byTask, byOrder}) {
      assertEquals(
          new RunStep.Watch(deadline),
          RunStep.decide(terms, false, RAN, running(), deadline.minusMillis(1)));
      assertEquals(new RunStep.Expire(), RunStep.decide(terms, false, RAN, running(), deadline));
      assertEquals(new RunStep.Finish(RunStep.expired()), decide(terms, false, RAN, exited(137)));
    }
  }

  @Test
  void doesNotMakeAContainerAfterItsDeadline() {
    var terms = new RunTerms(RestartPolicy.Never, 3, START, null);
    assertEquals(
        new RunStep.Finish(RunStep.expired()), decide(terms, false, RunHistory.NONE, null));
  }

  private static RunStep decide(
      RunTerms terms, boolean stopped, RunHistory history, @Nullable Container container) {
    return RunStep.decide(terms, stopped, history, container, EXIT.plusSeconds(600));
  }

  private static RunTerms terms(RestartPolicy policy) {
    return new RunTerms(policy, 3, null, null);
  }

  private static RunHistory history(int restarts, int streak) {
    return new RunHistory(restarts, streak, null, false, START, 10, null);
  }

  private static RunHistory stoppedByUs() {
    return RAN.withStopped(true);
  }

  private static Container created() {
    return FakeContainers.container("web").created();
  }

  private static Container running() {
    return FakeContainers.container("web").running(START, 42);
  }

  private static Container exited(int exitCode) {
    return FakeContainers.container("web").exited(START, EXIT, exitCode, false);
  }
}
