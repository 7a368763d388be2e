package dev.lamina.agent.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.build.plan.LayerStack;
import dev.lamina.agent.build.plan.NamedContexts;
import dev.lamina.agent.build.plan.Plan;
import dev.lamina.agent.build.plan.PlanRequest;
import dev.lamina.agent.build.plan.Planner;
import dev.lamina.agent.build.plan.Vertex;
import dev.lamina.agent.dockerfile.Dockerfile;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class VertexSchedulerTest {
  private static final String TWO_BRANCHES =
      """
      FROM scratch AS a
      COPY a /
      FROM scratch AS b
      COPY b /
      FROM scratch
      COPY --from=a / /
      COPY --from=b / /
      """;

  private final List<BuildEvent> events = new ArrayList<>();
  private final List<String> executed = Collections.synchronizedList(new ArrayList<>());

  private static Plan plan(String text) {
    var file = Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
    var request =
        new PlanRequest(
            null, Map.of(), Platform.host(), NetworkMode.BRIDGE, Set.of(), NamedContexts.NONE);
    return Planner.plan(file, request, name -> Optional.empty());
  }

  private VertexScheduler scheduler(VertexExecutor executor) {
    return new VertexScheduler(executor, new BuildProgress(events::add), 2);
  }

  private VertexExecutor.Result note(Vertex vertex) {
    executed.add(vertex.location().text());
    return VertexExecutor.Result.unchanged(LayerStack.EMPTY);
  }

  @Test
  void executesIndependentVerticesAtOnceAndDependentOnesAfterThem() throws Exception {
    var together = new CyclicBarrier(2);
    var scheduler =
        scheduler((vertex, parent, input, step) -> {
          if (vertex.inputs().isEmpty()) {
            await(together);
          }
          return note(vertex);
        });
    scheduler.run(plan(TWO_BRANCHES));
    assertEquals(List.of("COPY --from=a / /", "COPY --from=b / /"), executed.subList(2, 4));
    assertEquals(4, executed.size());
  }

  private static void await(CyclicBarrier barrier) throws IOException {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IOException("the other vertex did not start", e);
    }
  }

  @Test
  void reportsStepsInTheOrderOfTheFile() {
    var scheduler = scheduler((vertex, parent, input, step) -> note(vertex));
    var plan = plan(TWO_BRANCHES);
    scheduler.run(plan);
    assertEquals(
        List.of(2, 4, 6, 7), scheduler.steps(plan).stream().map(BuildResult.Step::line).toList());
    assertTrue(scheduler.steps(plan).stream().allMatch(BuildResult.Step::cached));
  }

  @Test
  void firstFailureStopsTheOthersAndNamesItsPlace() {
    var failed = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var scheduler =
        scheduler((vertex, parent, input, step) -> {
          if (vertex.location().firstLine() == 2) {
            failed.countDown();
            throw new IOException("broken");
          }
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
          return note(vertex);
        });
    var e = assertThrows(BuildException.class, () -> scheduler.run(plan(TWO_BRANCHES)));
    assertEquals("Dockerfile:2: broken", e.getMessage());
    assertEquals("broken", e.failure().message());
    assertEquals(FailureReason.CopyFailed, e.reason());
    assertEquals(2, e.failure().line());
    assertEquals("COPY a /", e.failure().instruction());
    assertEquals(List.of(), executed);
    var told =
        events.stream().filter(BuildEvent.Failed.class::isInstance).map(BuildEvent::step).toList();
    assertTrue(told.contains(e.failure().step()));
  }

  @Test
  void interruptCancelsWhatRuns() throws Exception {
    var started = new CountDownLatch(1);
    var scheduler =
        scheduler((vertex, parent, input, step) -> {
          started.countDown();
          new CountDownLatch(1).await();
          return note(vertex);
        });
    var failure = new ArrayList<Throwable>();
    var thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                scheduler.run(plan("FROM scratch\nCOPY a /"));
              } catch (BuildException e) {
                failure.add(e);
              }
            });
    started.await();
    thread.interrupt();
    thread.join();
    var e = assertInstanceOf(BuildException.class, failure.getFirst());
    assertEquals(FailureReason.Cancelled, e.reason());
  }
}
