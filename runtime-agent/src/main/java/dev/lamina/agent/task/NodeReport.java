package dev.lamina.agent.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.task.cluster.MergePatch;
import dev.lamina.agent.task.cluster.Pace;
import dev.lamina.agent.task.cluster.PacedWriter;
import dev.lamina.agent.task.cluster.PersistentApi;
import dev.lamina.agent.task.cluster.Urgency;
import dev.lamina.agent.task.work.Conditions;
import dev.lamina.agent.task.work.Results;
import dev.lamina.crds.imagenode.AdoptedRegistries;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imagenode.ImageNodeStatus;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.crds.imagenode.StoreSummary;
import dev.lamina.crds.imagenode.WorkCounts;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// ImageNode.status: all that is to be said, merged into few writes and none when nothing is new.
final class NodeReport implements Results, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeReport.class);
  private static final Set<ResultState> GOING_ON =
      EnumSet.of(ResultState.Waiting, ResultState.Running);

  private final NodeFacts facts;
  private final StoreFigures store;
  private final PersistentApi api;
  private final Clock clock;
  private final PacedWriter writer;

  private final Map<String, AssignmentResult> results = new LinkedHashMap<>();
  private Map<String, Assignment> assigned = Map.of();

  /// Ends of quiet work that nobody was told of: they go out with the last one of their owner.
  private final Set<String> untold = new HashSet<>();

  private @Nullable String uid;
  private @Nullable Long revision;
  private @Nullable Condition ready;
  private @Nullable String inventoryHash;
  private @Nullable AdoptedRegistries registries;
  private @Nullable ObjectNode written;

  /// The end of a prune is told with the room that there is after it: a policy decides by both.
  private volatile boolean measuresFirst;

  NodeReport(NodeFacts facts, StoreFigures store, PersistentApi api, Clock clock) {
    this.facts = facts;
    this.store = store;
    this.api = api;
    this.clock = clock;
    writer = new PacedWriter("report-node", Pace.ofNode(), this::write);
  }

  /// Takes in the newest ImageNode. One that was not seen before is told who is there.
  synchronized void observe(ImageNode node) {
    var spec = node.getSpec();
    assigned =
        spec == null
            ? Map.of()
            : spec.assignments().stream()
                .collect(Collectors.toMap(Assignment::id, assignment -> assignment));
    revision = spec == null ? null : spec.revision();
    results.keySet().retainAll(assigned.keySet());
    untold.retainAll(assigned.keySet());
    tellTogether();
    if (!node.getMetadata().getUid().equals(uid)) {
      uid = node.getMetadata().getUid();
      written = null;
      var status = node.getStatus();
      var before =
          status == null ? null : Condition.find(status.conditions(), Condition.READY).orElse(null);
      ready(before, ConditionStatus.True, "AgentReady");
    }
  }

  @Override
  public synchronized void report(AssignmentResult result) {
    var assignment = assigned.get(result.id());
    if (assignment == null) {
      return;
    }
    var before = results.put(result.id(), result);
    if (result.equals(before)) {
      return;
    }
    var goesOn = GOING_ON.contains(result.state());
    if (!goesOn && assignment.op() == Operation.Prune) {
      measuresFirst = true;
    }
    if (goesOn && announces(before, result)) {
      writer.changed(Urgency.SOON);
    } else if (!assignment.quiet()) {
      writer.changed(goesOn ? Urgency.PROGRESS : Urgency.SOON);
    } else if (!goesOn) {
      untold.add(result.id());
      tellTogether();
    }
  }

  /// One write for all the quiet work of an owner: a node costs a fleet as little as possible.
  private void tellTogether() {
    if (untold.stream().anyMatch(id -> !hasOpenSibling(id))) {
      writer.changed(Urgency.SOON);
    }
  }

  private boolean hasOpenSibling(String id) {
    var owner = Optional.ofNullable(assigned.get(id)).map(Assignment::owner);
    return assigned.values().stream()
        .filter(Assignment::quiet)
        .filter(other -> owner.equals(Optional.ofNullable(other.owner())))
        .anyMatch(other -> isOpen(other.id()));
  }

  private boolean isOpen(String id) {
    var result = results.get(id);
    return result == null || GOING_ON.contains(result.state());
  }

  /// A digest that comes before the end is one that others wait for.
  private static boolean announces(@Nullable AssignmentResult before, AssignmentResult result) {
    return result.digest() != null && (before == null || before.digest() == null);
  }

  /// Whether an assignment has not come to an end.
  synchronized boolean isOpen() {
    return assigned.keySet().stream().anyMatch(this::isOpen);
  }

  /// The list of images is another one, and the figures of the store with it: nothing else might be
  /// written for long.
  void inventoryChanged(String hash) {
    store.refresh();
    synchronized (this) {
      inventoryHash = hash;
    }
    writer.changed(Urgency.PROGRESS);
  }

  /// Work goes by another list of registries from now on; absent = by none of the cluster.
  synchronized void adopted(@Nullable AdoptedRegistries list) {
    registries = list;
    writer.changed(Urgency.SOON);
  }

  /// The disk is clearly fuller or emptier than it was.
  void diskChanged() {
    store.refresh();
    writer.changed(Urgency.PROGRESS);
  }

  /// Says good-bye, unless nobody has been greeted or `limit` passes.
  void leave(Duration limit) throws InterruptedException {
    synchronized (this) {
      if (uid == null) {
        return;
      }
      ready(ready, ConditionStatus.False, "AgentStopped");
    }
    if (!writer.flush(limit)) {
      LOG.warn("ImageNode {} was not told that the agent stops", facts.nodeName());
    }
  }

  @Override
  public void close() {
    writer.close();
  }

  private void ready(@Nullable Condition before, ConditionStatus status, String reason) {
    ready = Conditions.next(before, Condition.READY, status, reason, "", clock.instant());
    writer.changed(Urgency.SOON);
  }

  private void write() throws InterruptedException {
    if (measuresFirst) {
      measuresFirst = false;
      store.refresh();
    }
    var patch = MergePatch.ofStatus(status());
    synchronized (this) {
      if (patch.equals(written)) {
        return;
      }
      written = patch;
    }
    if (!api.patchNodeStatus(patch)) {
      LOG.info("ImageNode {} is gone; waiting for it", facts.nodeName());
    }
  }

  private ImageNodeStatus status() {
    var summary = storeSummary();
    synchronized (this) {
      untold.clear();
      var condition = ready;
      return new ImageNodeStatus(
          revision,
          facts.agent(),
          counts(results.values()),
          summary == null ? null : summary.withInventoryHash(inventoryHash),
          List.copyOf(results.values()),
          condition == null ? List.of() : List.of(condition),
          registries);
    }
  }

  /// The store is a side note: a measurement that fails must not keep a result from being told.
  private @Nullable StoreSummary storeSummary() {
    try {
      return store.current().orElse(null);
    } catch (AgentException e) {
      LOG.warn("{}", e.getMessage());
      return null;
    }
  }

  private static WorkCounts counts(Collection<AssignmentResult> results) {
    return new WorkCounts(
        count(results, ResultState.Waiting),
        count(results, ResultState.Running),
        count(results, ResultState.Succeeded),
        count(results, ResultState.Failed));
  }

  private static int count(Collection<AssignmentResult> results, ResultState state) {
    return (int) results.stream().filter(result -> result.state() == state).count();
  }
}
