package dev.lamina.operator.imagepull;

import dev.lamina.crds.imagenode.AgentState;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imagenode.ImageNodeStatus;
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.operator.dispatch.SimulatedDoorbells;
import dev.lamina.operator.nodes.Liveness;
import dev.lamina.operator.nodes.Member;
import dev.lamina.operator.nodes.Members;
import dev.lamina.operator.nodes.Nodes;
import dev.lamina.operator.scheduling.Candidate;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Nodes with agents that keep to the protocol of quiet pulls: one write to announce a digest, one
/// for the ends of an owner together.
final class SimulatedFleet implements Members, Nodes {
  private final Clock clock;
  private final SimulatedDoorbells doorbells;
  private final Map<String, Agent> agents = new TreeMap<>();
  private final List<Consumer<ImageNode>> answered = new ArrayList<>();
  private final List<Runnable> changed = new ArrayList<>();

  SimulatedFleet(Clock clock, SimulatedDoorbells doorbells) {
    this.clock = clock;
    this.doorbells = doorbells;
  }

  /// One node.
  final class Agent {
    private final String name;
    private final String created = clock.instant().toString();
    private final Map<String, AssignmentResult> results = new LinkedHashMap<>();
    private final Map<String, Instant> begun = new HashMap<>();
    private ImageNodeStatus status;
    private @Nullable Instant silentSince;
    private boolean wasLost;
    private int writes;

    Agent(String name) {
      this.name = name;
      status = status(List.of());
    }

    String name() {
      return name;
    }

    int writes() {
      return writes;
    }

    boolean isSilent() {
      return silentSince != null;
    }

    void fallSilent() {
      silentSince = clock.instant();
    }

    void comeBack() {
      wasLost = !isCounted();
      silentSince = null;
    }

    List<Assignment> open() {
      var listed = doorbells.spec(name).assignments();
      results.keySet().retainAll(listed.stream().map(Assignment::id).toList());
      return listed.stream()
          .filter(entry -> !results.containsKey(entry.id()) || !results.get(entry.id()).isFinal())
          .toList();
    }

    /// Whether it has open work and counts: one that was lost was replaced by another, and may come
    /// back to its work all the same.
    boolean isWorking() {
      if (open().isEmpty()) {
        wasLost = false;
        return false;
      }
      return isCounted();
    }

    private boolean isCounted() {
      var since = silentSince;
      return !wasLost
          && (since == null || !since.plus(Liveness.PATIENCE).isBefore(clock.instant()));
    }

    void announce(Assignment entry, String digest) {
      if (entry.pull() != null && entry.pull().announce() && !results.containsKey(entry.id())) {
        results.put(entry.id(), result(entry, ResultState.Running, null, digest));
        write();
      }
    }

    void end(Assignment entry, ResultState state, String reason, @Nullable String digest) {
      results.put(entry.id(), result(entry, state, reason, digest));
      if (open().isEmpty()) {
        write();
      }
    }

    private AssignmentResult result(
        Assignment entry, ResultState state, @Nullable String reason, @Nullable String digest) {
      var now = clock.instant();
      var since = begun.computeIfAbsent(entry.id(), missing -> now);
      return new AssignmentResult(
          entry.id(),
          state,
          reason,
          reason,
          digest,
          9L,
          9L,
          1,
          1,
          null,
          100,
          1,
          since,
          now,
          null,
          null);
    }

    private void write() {
      writes++;
      status = status(List.copyOf(results.values()));
    }

    private ImageNodeStatus status(List<AssignmentResult> reported) {
      var keys = PullSample.KEYS;
      var agent =
          new AgentState("1", null, null, keys.publicKey(), keys.keyId(), null, null, null, null);
      return new ImageNodeStatus(1L, agent, null, null, reported, List.of(), null);
    }

    ImageNode imageNode() {
      var node = new ImageNode();
      node.setMetadata(
          new ObjectMetaBuilder().withName(name).withCreationTimestamp(created).build());
      node.setSpec(doorbells.spec(name));
      node.setStatus(status);
      return node;
    }
  }

  void join(String name) {
    doorbells.join(name);
    agents.put(name, new Agent(name));
    changed.forEach(Runnable::run);
  }

  void leave(String name) {
    agents.remove(name);
    doorbells.leave(name);
    changed.forEach(Runnable::run);
  }

  List<Agent> agents() {
    return List.copyOf(agents.values());
  }

  /// Delivers news, as the watch does, late or twice.
  void tell(String name) {
    imageNode(name).ifPresent(node -> answered.forEach(listener -> listener.accept(node)));
  }

  /// The operator is gone.
  void forgetListeners() {
    answered.clear();
    changed.clear();
  }

  @Override
  public List<Member> members() {
    return agents.keySet().stream()
        .map(name -> new Member(name, Map.of(), true, true, PullSample.KEYS.publicKey(), List.of()))
        .toList();
  }

  @Override
  public Optional<ImageNode> imageNode(String node) {
    return Optional.ofNullable(agents.get(node)).map(Agent::imageNode);
  }

  @Override
  public List<ImageNode> imageNodes() {
    return agents.values().stream().map(Agent::imageNode).toList();
  }

  @Override
  public void onNews(Consumer<ImageNode> onAnswer, Runnable onChange) {
    answered.add(onAnswer);
    changed.add(onChange);
  }

  @Override
  public List<Candidate> candidates(Map<String, Integer> atWork) {
    return List.of();
  }

  @Override
  public boolean exists(String node) {
    return agents.containsKey(node);
  }

  @Override
  public Instant lastSignOfLife(String node) {
    var agent = agents.get(node);
    var silentSince = agent == null ? Instant.EPOCH : agent.silentSince;
    return silentSince == null ? clock.instant() : silentSince.minus(Duration.ofNanos(1));
  }
}
