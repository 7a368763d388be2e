package dev.lamina.operator.imagepull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.PullArguments;
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.operator.credentials.Credentials;
import dev.lamina.operator.imagepull.Fleet.Standing;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A hundred simulated nodes, random events in random order, also repeated, stale and lost ones,
/// and restarts of the operator: what a wave promises holds at every step.
class PullRunPropertyTest {
  private static final int NODES = 100;
  private static final int MOST_STEPS = 100_000;
  private static final Instant NOW = Instant.parse("2026-11-20T02:00:00Z");

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Boolean.getBoolean("lamina.soak") ? 2000 : 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void neverExceedsParallelismOrBudgetAndComesToAnEnd(long seed) {
    var world = new World(seed);
    for (int step = 0; !world.isOver(); step++) {
      assertTrue(step < MOST_STEPS, () -> "no end: " + world);
      world.step();
      world.check();
    }
    world.checkEnd();
  }

  /// The cluster: what its nodes were told and have done, beside what the operator believes.
  private static final class World {
    private final Random random;
    private final PullOrder order;
    private final Wave terms;
    private final int failPercent;
    private final Set<String> nodes = new TreeSet<>();
    private final Map<String, Map<String, Assignment>> told = new HashMap<>();
    private final Map<String, Map<String, AssignmentResult>> said = new HashMap<>();
    private final Map<String, Integer> writes = new HashMap<>();
    private final List<Runnable> mail = new ArrayList<>();
    private final Set<String> asked = new HashSet<>();
    private PullRun run;

    World(long seed) {
      random = new Random(seed);
      IntStream.range(0, NODES).forEach(i -> nodes.add("n-%03d".formatted(i)));
      order =
          new PullOrder(
              "uid",
              "team-a/warm",
              "team-a",
              random.nextBoolean() ? List.of("a:1") : List.of("a:1", "b@sha256:b", "c:3"),
              random.nextInt(4) > 0,
              PullArguments.NONE,
              4,
              600,
              null);
      failPercent = random.nextInt(3) * 10;
      terms =
          new Wave(
              random.nextBoolean()
                  ? new IntOrString(1 + random.nextInt(30))
                  : new IntOrString((1 + random.nextInt(40)) + "%"),
              random.nextBoolean() ? null : new IntOrString(random.nextInt(20)),
              false,
              false);
      run = PullRun.of(order);
      run.target(nodes);
    }

    void step() {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> wave();
        case 3, 4 -> nodeWorks();
        case 5, 6 -> deliver();
        default -> {
          if (random.nextInt(40) == 0) {
            restart();
          }
        }
      }
    }

    private Wave terms() {
      var halted = run.failures().verdict().isPresent();
      return new Wave(terms.parallelism(), terms.maxFailed(), run.isProbing(), halted);
    }

    private void wave() {
      var wave = terms();
      var mayStart = !wave.isOverBudget(run.fleet()) && !wave.halted();
      var started = run.startWave(wave, Credentials.NONE, NOW);
      assertTrue(mayStart || started.isEmpty(), this::toString);
      for (var node : started) {
        var listed = told.computeIfAbsent(node, missing -> new HashMap<>());
        if (asked.add(node)) {
          writes.merge(node, 1, Integer::sum);
        }
        run.assignments(node).forEach(entry -> listed.put(entry.id(), entry));
      }
    }

    /// A node goes on with one of its assignments: runs, or ends; it says so by mail.
    private void nodeWorks() {
      var busy = nodes.stream().filter(this::isBusy).toList();
      if (busy.isEmpty()) {
        return;
      }
      var node = busy.get(random.nextInt(busy.size()));
      var open = open(node);
      var entry = open.get(random.nextInt(open.size()));
      var results = said.computeIfAbsent(node, missing -> new HashMap<>());
      var ends = results.containsKey(entry.id()) || random.nextBoolean();
      var result = ends ? end(entry) : result(entry, ResultState.Running, "");
      results.put(entry.id(), result);
      post(node, result);
    }

    private AssignmentResult end(Assignment entry) {
      if (random.nextInt(100) >= failPercent) {
        return result(entry, ResultState.Succeeded, "Pulled");
      }
      return result(entry, ResultState.Failed, "NoSpace");
    }

    private void post(String node, AssignmentResult result) {
      mail.add(() -> run.result(node, result));
      if (random.nextInt(4) == 0) {
        mail.add(() -> run.result(node, result));
      }
    }

    private void deliver() {
      Collections.shuffle(mail, random);
      for (int i = random.nextInt(4); i >= 0 && !mail.isEmpty(); i--) {
        mail.removeLast().run();
      }
    }

    /// A new operator knows what the ImageNodes say, and nothing else.
    private void restart() {
      mail.clear();
      run = PullRun.of(order);
      run.target(nodes);
      told.forEach((node, listed) -> {
        run.restore(node, List.copyOf(listed.values()), NOW);
        said.getOrDefault(node, Map.of()).values().forEach(result -> run.result(node, result));
      });
    }

    private static AssignmentResult result(Assignment entry, ResultState state, String reason) {
      var digest =
          entry.digest() == null
              ? "sha256:" + String.valueOf(entry.image()).charAt(0)
              : entry.digest();
      return new AssignmentResult(
          entry.id(), state, reason, "", digest, 1L, 1L, 1, 1, null, 100, 1, NOW, NOW, null, null);
    }

    private boolean isBusy(String node) {
      return !open(node).isEmpty();
    }

    private List<Assignment> open(String node) {
      var results = said.getOrDefault(node, Map.of());
      return told.getOrDefault(node, Map.of()).values().stream()
          .filter(entry -> !(results.containsKey(entry.id()) && results.get(entry.id()).isFinal()))
          .toList();
    }

    private long busy() {
      return nodes.stream().filter(this::isBusy).count();
    }

    private long failed() {
      return nodes.stream()
          .filter(node -> !isBusy(node))
          .filter(node ->
              said.getOrDefault(node, Map.of()).values().stream()
                  .anyMatch(result -> result.state() == ResultState.Failed))
          .count();
    }

    void check() {
      var limit = terms.limit(run.fleet());
      assertTrue(busy() <= limit, this::toString);
      assertTrue(run.fleet().count(Standing.ACTIVE) <= limit, this::toString);
      assertTrue(failed() <= terms.budget(run.fleet()) + limit, this::toString);
      if (run.isProbing()) {
        assertTrue(run.fleet().count(Standing.ACTIVE) <= 1, this::toString);
      }
    }

    boolean isOver() {
      return mail.isEmpty()
          && busy() == 0
          && run.fleet().count(Standing.ACTIVE) == 0
          && terms().room(run.fleet()) == 0;
    }

    void checkEnd() {
      var fleet = run.fleet();
      assertTrue(run.hasEnded() || terms().isOverBudget(fleet) || terms().halted(), this::toString);
      assertEquals(NODES, fleet.size());
      assertEquals(failed(), fleet.count(Standing.FAILED), this::toString);
      assertEquals(
          fleet.count(Standing.FAILED),
          run.failures().summary().stream()
              .mapToInt(entry -> entry.count() == null ? 0 : entry.count())
              .sum());
      writes.forEach((node, count) -> assertEquals(1, count, node));
      assertEquals(List.of(), run.startWave(terms(), Credentials.NONE, NOW));
    }

    @Override
    public String toString() {
      var fleet = run.fleet();
      return "%s busy %d active %d waiting %d done %d failed %d (really %d), limit %d, budget %d"
          .formatted(
              terms,
              busy(),
              fleet.count(Standing.ACTIVE),
              fleet.count(Standing.WAITING),
              fleet.count(Standing.DONE),
              fleet.count(Standing.FAILED),
              failed(),
              terms.limit(fleet),
              terms.budget(fleet));
    }
  }
}
