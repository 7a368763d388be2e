package dev.lamina.operator.containerrun;

import static dev.lamina.operator.containerrun.RunSample.NOW;
import static dev.lamina.operator.containerrun.RunSample.observed;
import static dev.lamina.operator.containerrun.RunSample.run;
import static dev.lamina.operator.containerrun.RunSample.task;
import static dev.lamina.operator.containerrun.RunSample.withImage;
import static dev.lamina.operator.containerrun.RunSample.withOrigin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.meta.Condition;
import dev.lamina.operator.containerrun.ImageOrigin.State;
import dev.lamina.operator.containerrun.RunDecision.AwaitImage;
import dev.lamina.operator.containerrun.RunDecision.Clear;
import dev.lamina.operator.containerrun.RunDecision.Start;
import dev.lamina.operator.dispatch.TaskSample;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageWaitTest {
  private static final ImageOrigin BUILDING =
      new ImageOrigin("web-image", State.Building, false, null);
  private static final ImageOrigin BUILT =
      new ImageOrigin("web-image", State.Built, true, TaskSample.ENDED);

  @Test
  void theFirstImageOfABuildIsWaitedFor() {
    var awaiting =
        assertInstanceOf(AwaitImage.class, decide(withOrigin(observed(run("")), BUILDING)));
    assertTrue(awaiting.message().contains("ImageBuild web-image"), awaiting.message());
    assertNull(awaiting.pause());
  }

  @Test
  void anEarlierImageOfABuildAtWorkIsStartedAtOnce() {
    var rebuilding = new ImageOrigin("web-image", State.Building, true, null);
    assertInstanceOf(Start.class, decide(withOrigin(observed(run("")), rebuilding)));
  }

  @ParameterizedTest
  @EnumSource(names = {"Suspended", "Failed"})
  void aBuildThatComesToNothingDoesNotKeepAnImportedImageFromStarting(State state) {
    var origin = new ImageOrigin("web-image", state, false, null);
    assertInstanceOf(Start.class, decide(withOrigin(observed(run("")), origin)));
  }

  @Test
  void aBuildThatAppearsLaterIsWaitedFor() {
    var run = run("");
    var failed = task(run, 1, "n1").failed("ImageNotFound");
    var awaiting =
        assertInstanceOf(AwaitImage.class, decide(withOrigin(observed(run, failed), BUILDING)));
    assertNull(awaiting.pause());
  }

  @Test
  void goesOnAsSoonAsTheBuildIsReadyAndOnItsNode() {
    var run = run("");
    var failed = task(run, 1, "n1").failed("ImageNotFound");
    var cleared = new Clear(List.of(failed), "image web:1 is ready now");
    assertEquals(cleared, decide(withOrigin(observed(run, failed), BUILT)));

    var gone = task(run, 1, "n1").cancel().failed("Cancelled");
    var built = withImage(withOrigin(observed(run, gone), BUILT), "n1", TaskSample.ENDED);
    var start = assertInstanceOf(Start.class, decide(built));
    assertEquals("n1", start.node());
    assertEquals(2, start.attempt());
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 10", "5, 80", "7, 300", "100, 300"})
  void anImageOfUnknownOriginIsLookedForEverMoreRarely(int attempt, int seconds) {
    var run = run("");
    var failed = task(run, attempt, "n1").failed("ImageNotFound");
    var elapsed = Duration.between(TaskSample.ENDED, NOW);
    var remaining = Duration.ofSeconds(seconds).minus(elapsed);
    var decision = decide(observed(run, failed));
    if (remaining.isPositive()) {
      assertEquals(remaining, assertInstanceOf(AwaitImage.class, decision).pause());
    } else {
      assertInstanceOf(Clear.class, decision);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RegistryUnavailable", "RateLimited", "Unauthorized"})
  void aRegistryThatDoesNotGiveTheImageIsAskedAgain(String reason) {
    var run = run("");
    var failed = task(run, 7, "n1").failed(reason);
    assertInstanceOf(AwaitImage.class, decide(observed(run, failed)));
  }

  @Test
  void theConditionSaysWhatIsMissingAndWhatToDo() {
    var run = run("");
    var failed = task(run, 7, "n1").failed("ImageNotFound");
    var observed = observed(run, failed);
    var status = RunReporter.report(observed, decide(observed));
    var reconciling = Condition.find(status.conditions(), "Reconciling").orElseThrow();
    assertEquals("WaitingForImage", reconciling.reason());
    assertEquals(
        "message of ImageNotFound; no ImageBuild of this namespace makes it: apply one that does,"
            + " or import the image on the node; it is looked for again, at least every 5 minutes",
        reconciling.message());
    assertEquals(
        "False", Condition.find(status.conditions(), "Stalled").orElseThrow().status().name());
  }

  private static RunDecision decide(Observed observed) {
    return RunDecider.decide(observed);
  }
}
