package dev.lamina.operator.fleet;

import dev.lamina.crds.imagenode.AdoptedRegistries;
import dev.lamina.crds.imagenode.AgentState;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imagenode.ImageNodeSpec;
import dev.lamina.crds.imagenode.ImageNodeStatus;
import dev.lamina.crds.imagenode.NodeRegistries;
import dev.lamina.crds.imagenode.StoreSummary;
import dev.lamina.crds.sealing.SealingKeys;
import dev.lamina.operator.dispatch.Share;
import dev.lamina.operator.dispatch.Shares;
import dev.lamina.operator.nodes.Member;
import dev.lamina.operator.nodes.Members;
import dev.lamina.operator.nodes.Nodes;
import dev.lamina.operator.scheduling.Candidate;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// A cluster in memory: its nodes answer their shares when a test asks them to.
public final class FleetSample implements Members, Nodes, Shares {
  public static final Instant NOW = Instant.parse("2026-11-20T02:00:00Z");
  public static final SealingKeys KEYS = SealingKeys.generate();

  public final Map<String, Share> shares = new TreeMap<>();
  public Instant lastSign = NOW;
  private final Map<String, ImageNode> imageNodes = new TreeMap<>();
  private final Map<String, StoreSummary> disks = new TreeMap<>();

  public FleetSample(String... nodes) {
    for (var node : nodes) {
      put(node, List.of(), List.of());
    }
  }

  /// The node says how full its disk is.
  public void disk(String node, int usedPercent, long freeBytes) {
    disks.put(
        node,
        new StoreSummary(null, null, null, null, null, null, null, null, usedPercent, freeBytes));
    put(node, List.of(), List.of());
  }

  private void put(String name, List<Assignment> assignments, List<AssignmentResult> results) {
    var node = new ImageNode();
    node.setMetadata(new ObjectMetaBuilder().withName(name).build());
    node.setSpec(new ImageNodeSpec(1L, false, assignments, List.of(), List.of(), null, null));
    var agent =
        new AgentState("0.1.0", null, null, KEYS.publicKey(), KEYS.keyId(), null, null, null, null);
    node.setStatus(new ImageNodeStatus(1L, agent, null, disks.get(name), results, List.of(), null));
    imageNodes.put(name, node);
  }

  /// What a node is asked now.
  public List<Assignment> asked(String node) {
    return shares.getOrDefault(node, Share.NONE).assignments();
  }

  /// The node lists what it is asked, and answers everything.
  public void answer(String node, Function<Assignment, AssignmentResult> answer) {
    var asked = asked(node);
    put(node, asked, asked.stream().map(answer).toList());
  }

  /// The node takes over the registries that it is given, but for some.
  public void adopt(String name, List<String> overridden, AdoptedRegistries.Refused... refused) {
    var node = Objects.requireNonNull(imageNodes.get(name));
    var entries = shares.getOrDefault(name, Share.NONE).registries();
    var empty = ImageNodeSpec.empty();
    var agent = Objects.requireNonNull(node.getStatus()).agent();
    node.setSpec(
        new ImageNodeSpec(
            2L,
            false,
            empty.assignments(),
            empty.credentials(),
            empty.pins(),
            null,
            entries.isEmpty() ? null : new NodeRegistries("r-1", entries)));
    node.setStatus(
        new ImageNodeStatus(
            2L,
            agent,
            null,
            null,
            List.of(),
            List.of(),
            entries.isEmpty() ? null : new AdoptedRegistries("r-1", overridden, List.of(refused))));
  }

  @Override
  public void put(String owner, String node, Share share) {
    shares.put(node, share);
  }

  @Override
  public boolean isWritten(String node) {
    return true;
  }

  @Override
  public List<Member> members() {
    return imageNodes.keySet().stream()
        .map(
            name -> new Member(name, Map.of("name", name), true, true, KEYS.publicKey(), List.of()))
        .toList();
  }

  @Override
  public Optional<ImageNode> imageNode(String node) {
    return Optional.ofNullable(imageNodes.get(node));
  }

  @Override
  public List<ImageNode> imageNodes() {
    return List.copyOf(imageNodes.values());
  }

  @Override
  public void onNews(Consumer<ImageNode> answered, Runnable changed) {}

  @Override
  public List<Candidate> candidates(Map<String, Integer> atWork) {
    return List.of();
  }

  @Override
  public boolean exists(String node) {
    return imageNodes.containsKey(node);
  }

  @Override
  public Instant lastSignOfLife(String node) {
    return lastSign;
  }
}
