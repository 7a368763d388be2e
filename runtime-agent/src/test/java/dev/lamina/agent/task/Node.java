package dev.lamina.agent.task;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.metadata.Journal;
import dev.lamina.agent.task.build.BuildWork;
import dev.lamina.agent.task.cluster.NodeApi;
import dev.lamina.agent.task.pull.PullWork;
import dev.lamina.agent.task.run.RunContainers;
import dev.lamina.agent.task.store.StoreWork;
import dev.lamina.crds.imagenode.AdoptedRegistries;
import dev.lamina.crds.imagenode.AgentState;
import dev.lamina.crds.imagenode.NodeRegistries;
import dev.lamina.crds.imagenode.StoreSummary;
import dev.lamina.crds.nodeinventory.NodeInventoryStatus;
import dev.lamina.crds.sealing.SealingKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A node whose agents come and go: what outlives them, and the agents.
final class Node implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-20T22:40:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  /// Of the agents that start from now on.
  volatile Clock clock = CLOCK;

  final FakeNodeApi api = new FakeNodeApi();
  final FakeContainers containers = new FakeContainers(CLOCK);
  final FakeBuilds builds = new FakeBuilds();
  final FakePulls pulls = new FakePulls();
  final FakeStore store = new FakeStore();
  final SealingKeys keys = SealingKeys.generate();
  final MemoryJournal journal = new MemoryJournal();
  final MemoryPins pins = new MemoryPins();
  volatile NodeInventoryStatus inventory = new NodeInventoryStatus("none", 0, 0, List.of());
  final Figures figures = new Figures();
  final List<NodeRegistries> registries = new CopyOnWriteArrayList<>();
  private final List<NodeAgent> agents = new ArrayList<>();

  /// Tells how many images there were when it looked.
  static final class Figures implements StoreFigures {
    volatile int images;
    private volatile int measured;

    @Override
    public Optional<StoreSummary> current() {
      return Optional.of(
          new StoreSummary(null, null, null, measured, null, null, null, null, null, null));
    }

    @Override
    public void refresh() {
      measured = images;
    }
  }

  Node() {
    api.createNode("uid-1");
  }

  void startAgent() {
    var agent = agent(Mortality.never());
    agents.add(agent);
    agent.start();
  }

  /// Starts an agent that may be dead before this returns, and is never closed.
  void startAgent(Mortality mortality) {
    try {
      agent(mortality).start();
    } catch (Error killed) {
      assertTrue(mortality.isDead(), killed::toString);
    }
  }

  private NodeAgent agent(Mortality mortality) {
    var state =
        new AgentState(
            "0.1.0", null, null, null, null, "overlayfs", "crun 1.8.1", "6.18", "linux/amd64");
    var useCases =
        new UseCases(
            mortality.guard(BuildWork.class, builds),
            mortality.guard(RunContainers.class, containers),
            mortality.guard(PullWork.class, pulls),
            mortality.guard(StoreWork.class, store),
            figures,
            mortality.guard(Journal.class, journal),
            pins,
            () -> inventory,
            keys,
            this::adopt);
    var facts = new NodeFacts(FakeNodeApi.NODE, "127.0.0.1", state, 2, Duration.ofMillis(20));
    return new NodeAgent(facts, mortality.guard(NodeApi.class, api), useCases, clock);
  }

  private AdoptedRegistries adopt(NodeRegistries wanted) {
    registries.add(wanted);
    return new AdoptedRegistries(wanted.id(), List.of(), List.of());
  }

  void awaitResult(String id, String state) {
    Eventually.until(
        () -> "result " + id + " is " + api.result(id) + ", not " + state,
        () -> api.result(id).path("state").asText().equals(state));
  }

  void awaitTask(String id, String succeeded) {
    Eventually.until(
        () -> "task " + id + " is " + api.task(id) + ", not " + succeeded,
        () -> api.succeeded(id).equals(succeeded));
  }

  void stopAgents() {
    agents.forEach(NodeAgent::close);
    agents.clear();
  }

  @Override
  public void close() {
    stopAgents();
  }
}
