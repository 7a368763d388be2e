package dev.lamina.agent.task;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.metadata.PinStore;
import dev.lamina.agent.task.cluster.NodeApi;
import dev.lamina.agent.task.cluster.PersistentApi;
import dev.lamina.agent.task.run.RunTask.RunHost;
import dev.lamina.agent.task.work.Outcome;
import dev.lamina.agent.task.work.TaskJournal;
import dev.lamina.agent.task.work.Text;
import dev.lamina.agent.task.work.Wanted;
import dev.lamina.agent.task.work.WorkContext;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imagenode.ImageNodeSpec;
import dev.lamina.crds.imagenode.NodeRegistries;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what the ImageNode of this node assigns, and says so in its status.
///
/// Life: [#start] once, [#close] once. Closing leaves containers running and unfinished builds and
/// pulls to the next start.
public final class NodeAgent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(20);
  private static final Duration GOODBYE = Duration.ofSeconds(3);
  private static final Duration WORK_STOPS = Duration.ofSeconds(5);
  private static final Duration AFTER_DEFECT = Duration.ofSeconds(10);

  private static final NodeRegistries NO_REGISTRIES = new NodeRegistries("", List.of());

  private final NodeFacts facts;
  private final NodeApi api;
  private final Clock clock;
  private final TaskJournal journal;
  private final NodeReport report;
  private final Workforce workforce;
  private final UnassignedWork unassigned;
  private final Heartbeat heartbeat;
  private final InventoryReport inventory;
  private final DiskRoomWatch disk;
  private final Semaphore wake = new Semaphore(0);
  private final Thread loop;
  private volatile @Nullable ImageNode newest;
  private final PinStore pinStore;
  private @Nullable Set<Digest> pinned;
  private final RegistryAdoption registries;
  private @Nullable NodeRegistries adopted;

  /// The agent of a node.
  ///
  /// @param api of this node; closed with the agent
  public NodeAgent(NodeFacts facts, NodeApi api, UseCases useCases, Clock clock) {
    this.facts = facts;
    this.api = api;
    // Kubernetes keeps no finer times, and neither do people.
    this.clock = Clock.tick(clock, Duration.ofMillis(1));
    var persistent = new PersistentApi(api, Thread::sleep);
    pinStore = useCases.pins();
    registries = useCases.registries();
    journal = new TaskJournal(useCases.journal(), this.clock);
    report = new NodeReport(facts, useCases.store(), persistent, this.clock);
    var context = new WorkContext(facts.nodeName(), persistent, journal, report, this.clock);
    var host = new RunHost(facts.runtimeName(), facts.address());
    workforce = new Workforce(context, useCases, host, wake::release);
    unassigned = new UnassignedWork(journal, workforce, this.clock);
    heartbeat = new Heartbeat(api, this.clock, HEARTBEAT);
    inventory =
        new InventoryReport(
            useCases.inventory(),
            () -> newest,
            persistent,
            report::inventoryChanged,
            facts.inventoryPeriod());
    disk = new DiskRoomWatch(useCases.store()::disk, report::diskChanged);
    loop = Thread.ofVirtual().name("node-agent").unstarted(this::reconcileUntilInterrupted);
  }

  /// Begins; returns at once. An API server that does not answer, and an ImageNode that does not
  /// exist, are waited for.
  public void start() {
    LOG.info("agent of node {} starts", facts.nodeName());
    journal.forgetOld();
    loop.start();
    disk.start();
    api.watchNode(node -> {
      newest = node;
      wake.release();
    });
  }

  @Override
  public void close() {
    LOG.info("agent of node {} stops", facts.nodeName());
    loop.interrupt();
    try {
      loop.join();
      workforce.stop(WORK_STOPS);
      report.leave(GOODBYE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      heartbeat.close();
      inventory.close();
      disk.close();
      report.close();
      api.close();
    }
  }

  private void reconcileUntilInterrupted() {
    try {
      for (; ; ) {
        if (wake.tryAcquire(UnassignedWork.BETWEEN_LOOKS.toMinutes(), TimeUnit.MINUTES)) {
          wake.drainPermits();
        }
        var node = newest;
        if (node != null) {
          reconcileSafely(node);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reconcileSafely(ImageNode node) throws InterruptedException {
    try {
      reconcile(node);
    } catch (RuntimeException e) {
      LOG.error("reconciling ImageNode {}", facts.nodeName(), e);
      Thread.sleep(AFTER_DEFECT);
      wake.release();
    }
  }

  private void reconcile(ImageNode node) {
    report.observe(node);
    var spec = node.getSpec() == null ? nothing() : node.getSpec();
    unassigned.settle(spec.assignments().stream().map(Assignment::id).collect(Collectors.toSet()));
    pin(spec.pins());
    adopt(spec.registries());
    Decision.decide(spec, observed()).forEach(decision -> act(decision, spec));
    heartbeat.open(report.isOpen());
  }

  /// Before work begins, so that nothing pinned is pruned meanwhile. A disk that is full must not
  /// keep work from being told of; the next ImageNode is another try.
  private void pin(List<String> wanted) {
    var pins =
        wanted.stream()
            .filter(Digest::isDigest)
            .map(Digest::parse)
            .collect(Collectors.toUnmodifiableSet());
    if (pins.equals(pinned)) {
      return;
    }
    try {
      pinStore.replace(pins);
      pinned = pins;
      LOG.info("{} images are pinned", pins.size());
    } catch (AgentException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  /// Before work begins, so that it goes by what was wanted when it was assigned.
  private void adopt(@Nullable NodeRegistries wanted) {
    if (Objects.equals(wanted, adopted)) {
      return;
    }
    var answer = registries.adopt(wanted == null ? NO_REGISTRIES : wanted);
    adopted = wanted;
    report.adopted(wanted == null ? null : answer);
    LOG.info(
        "{} registries of the cluster are adopted, {} are not",
        wanted == null ? 0 : wanted.entries().size() - answer.refused().size(),
        answer.refused().size());
  }

  private Decision.Observed observed() {
    return new Decision.Observed(
        journal::find, workforce.assignments(), facts.parallelBuilds(), clock.instant());
  }

  private void act(Decision decision, ImageNodeSpec spec) {
    switch (decision) {
      case Decision.Start(var assignment) ->
          workforce.start(assignment, Wanted.of(assignment), spec.credentials());
      case Decision.Tell(var id, var wanted) -> workforce.tell(id, wanted);
      case Decision.Answer(var id, var result) -> report.report(result);
      case Decision.Reply(var id, var outcome) -> report.report(reply(id, outcome));
    }
  }

  private static AssignmentResult reply(String id, Outcome outcome) {
    var message = Text.cut(outcome.message(), Text.RESULT_MESSAGE);
    return AssignmentResult.of(id, outcome.state(), outcome.reason(), message, null, null);
  }

  private static ImageNodeSpec nothing() {
    return new ImageNodeSpec(null, false, List.of(), List.of(), List.of(), null, null);
  }
}
