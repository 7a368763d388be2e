package dev.lamina.operator.imagepull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.crds.imagepull.ImagePull;
import dev.lamina.crds.imagepull.ImagePullStatus;
import dev.lamina.crds.meta.Condition;
import dev.lamina.operator.credentials.Keyring;
import dev.lamina.operator.dispatch.SimulatedDoorbells;
import dev.lamina.operator.imagepull.SimulatedFleet.Agent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Reconciler and dispatcher as they are, over a simulated fleet: agents answer, fall silent and
/// come back, nodes join and leave, operators are replaced, news comes late and in any order. At no
/// step are more nodes at work than the spec allows, no node costs more than three writes, and
/// afterwards nothing is written any more.
class FleetSimulationTest {
  private static final int MOST_STEPS = 20_000;
  private static final int MOST_WRITES = 3;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Boolean.getBoolean("lamina.soak") ? 500 : 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aHundredNodesInAnyOrderOfEvents(long seed) {
    var world = new World(seed, 100, true);
    for (int step = 0; !world.isOver(); step++) {
      assertTrue(step < MOST_STEPS, world::toString);
      world.step();
      world.check();
    }
    world.checkEnd();
    world.checkIdle();
  }

  @Test
  void fiveThousandNodesInWaves() {
    var world = new World(1, 5000, false);
    for (int wave = 0; !world.isOver(); wave++) {
      assertTrue(wave < 100, world::toString);
      world.wave();
      world.check();
    }
    world.checkEnd();
    world.checkIdle();
  }

  private static final class World extends Clock {
    private final Random random;
    private final ImagePull pull;
    private final int parallelism;
    private final int budget;
    private final boolean restless;
    private final SimulatedDoorbells doorbells = new SimulatedDoorbells(this);
    private final SimulatedFleet fleet = new SimulatedFleet(this, doorbells);
    private final List<String> mail = new ArrayList<>();
    private ImagePullReconciler operator;
    private Instant now = PullSample.NOW;
    private int joined;
    private int restarts;

    World(long seed, int nodes, boolean restless) {
      random = new Random(seed);
      this.restless = restless;
      parallelism = restless ? 1 + random.nextInt(30) : nodes / 10;
      budget = restless && random.nextBoolean() ? random.nextInt(10) : nodes;
      pull =
          PullSample.pull(
              "parallelism: %d, failurePolicy: {maxFailedNodes: %d},"
                  .formatted(parallelism, budget));
      operator = operator();
      IntStream.range(0, nodes).forEach(i -> join());
    }

    private void join() {
      fleet.join("n-%05d".formatted(joined++));
    }

    private ImagePullReconciler operator() {
      return new ImagePullReconciler(
          fleet,
          fleet,
          doorbells.dispatcher(),
          (_, _) -> new Keyring(""),
          PodNodes.NONE,
          (_, _) -> {},
          this);
    }

    void step() {
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> visit();
        case 3, 4, 5 -> anyAgent().ifPresent(this::work);
        case 6, 7 -> deliver();
        case 8, 9 -> advance(Duration.ofMillis(random.nextInt(4000)));
        case 10 -> anyAgent().ifPresent(this::fallSilentOrComeBack);
        default -> change();
      }
    }

    /// What is rare: nodes come and go, operators too.
    private void change() {
      switch (random.nextInt(30)) {
        case 0 -> join();
        case 1 -> fleet.leave(fleet.agents().get(random.nextInt(fleet.agents().size())).name());
        case 2 -> restart();
        default -> {}
      }
    }

    private void restart() {
      restarts++;
      fleet.forgetListeners();
      mail.clear();
      operator = operator();
    }

    private Optional<Agent> anyAgent() {
      var busy = fleet.agents().stream().filter(agent -> !agent.open().isEmpty()).toList();
      return busy.isEmpty() ? Optional.empty() : Optional.of(busy.get(random.nextInt(busy.size())));
    }

    private void fallSilentOrComeBack(Agent agent) {
      if (agent.isSilent()) {
        agent.comeBack();
      } else if (random.nextInt(20) == 0) {
        agent.fallSilent();
      }
    }

    private void work(Agent agent) {
      if (agent.isSilent()) {
        return;
      }
      var entry = agent.open().getFirst();
      if (random.nextBoolean()) {
        agent.announce(entry, digest(entry));
      } else if (random.nextInt(100) < (restless ? 5 : 0)) {
        agent.end(entry, ResultState.Failed, "NoSpace", null);
      } else {
        agent.end(entry, ResultState.Succeeded, "Pulled", digest(entry));
      }
      mail.add(agent.name());
    }

    private static String digest(Assignment entry) {
      return entry.digest() == null ? "sha256:" + entry.image() : entry.digest();
    }

    private void deliver() {
      Collections.shuffle(mail, random);
      for (int i = random.nextInt(4); i >= 0 && !mail.isEmpty(); i--) {
        fleet.tell(mail.removeLast());
      }
    }

    private void visit() {
      var status = operator.visit(pull).status();
      if (status != null) {
        pull.setStatus(status);
      }
      doorbells.run();
    }

    private void advance(Duration duration) {
      now = now.plus(duration);
      doorbells.run();
    }

    /// A whole wave: all that are asked answer.
    void wave() {
      visit();
      for (int i = 0; i < 60; i++) {
        advance(Duration.ofMillis(100));
      }
      for (var agent : fleet.agents()) {
        if (!agent.open().isEmpty()) {
          var entry = agent.open().getFirst();
          agent.end(entry, ResultState.Succeeded, "Pulled", digest(entry));
          fleet.tell(agent.name());
        }
      }
      visit();
    }

    void check() {
      var working = fleet.agents().stream().filter(Agent::isWorking).count();
      assertTrue(working <= parallelism, this::toString);
      var failed = pull.getStatus() == null ? 0 : number(pull.getStatus().failed());
      assertTrue(failed <= budget + parallelism, this::toString);
    }

    private static int number(@Nullable Integer value) {
      return Objects.requireNonNullElse(value, 0);
    }

    boolean isOver() {
      var status = pull.getStatus();
      return status != null && status.completionTime() != null && mail.isEmpty();
    }

    void checkEnd() {
      var status = pull.getStatus();
      var ready = Condition.find(status.conditions(), Condition.READY).orElseThrow();
      var hasFailed = number(status.failed()) > budget;
      assertEquals(hasFailed ? "FailureBudgetExceeded" : "Pulled", ready.reason(), this::toString);
      for (var agent : fleet.agents()) {
        var writes = agent.writes() + doorbells.writes(agent.name());
        assertTrue(
            writes <= MOST_WRITES + restarts, () -> agent.name() + " " + writes + " " + this);
      }
    }

    /// Ten minutes in which everybody looks and nobody writes.
    void checkIdle() {
      advance(Duration.ofMinutes(1));
      visit();
      var writes = doorbells.writes();
      ImagePullStatus status = pull.getStatus();
      for (int second = 0; second < 600; second += 5) {
        advance(Duration.ofSeconds(5));
        visit();
        assertEquals(status, pull.getStatus());
      }
      assertEquals(writes, doorbells.writes());
      assertTrue(doorbells.isIdle());
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public String toString() {
      var working = fleet.agents().stream().filter(Agent::isWorking).count();
      return "%d at work, parallelism %d, budget %d, %s"
          .formatted(working, parallelism, budget, pull.getStatus());
    }
  }
}
