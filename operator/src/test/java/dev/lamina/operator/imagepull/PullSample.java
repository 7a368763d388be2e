package dev.lamina.operator.imagepull;

import dev.lamina.crds.imagenode.AgentState;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imagenode.ImageNodeSpec;
import dev.lamina.crds.imagenode.ImageNodeStatus;
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.crds.imagepull.ImagePull;
import dev.lamina.crds.sealing.SealingKeys;
import dev.lamina.operator.dispatch.Share;
import dev.lamina.operator.dispatch.Shares;
import dev.lamina.operator.nodes.Member;
import dev.lamina.operator.nodes.Members;
import dev.lamina.operator.nodes.NodeTaint;
import dev.lamina.operator.nodes.Nodes;
import dev.lamina.operator.scheduling.Candidate;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A cluster in memory: its nodes do what their shares say when a test asks them to.
final class PullSample implements Members, Nodes, Shares {
  static final Instant NOW = Instant.parse("2026-11-20T02:00:00Z");
  static final SealingKeys KEYS = SealingKeys.generate();
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  final Map<String, ImageNode> imageNodes = new TreeMap<>();
  final Map<String, Share> shares = new TreeMap<>();
  final Map<String, List<NodeTaint>> taints = new TreeMap<>();
  private final List<Consumer<ImageNode>> listeners = new ArrayList<>();

  /// An ImagePull of generation 2.
  ///
  /// @param fields parts of the spec in flow style, each with a comma at its end
  static ImagePull pull(String fields) {
    return YAML.unmarshal(
        """
        apiVersion: lamina.dev/v1alpha1
        kind: ImagePull
        metadata: {name: warm, namespace: team-a, uid: u1, generation: 2}
        spec: {%s images: ['registry.example.com/web:1']}
        """
            .formatted(fields),
        ImagePull.class);
  }

  PullSample with(String... names) {
    for (var name : names) {
      var _ = put(name, List.of(), List.of());
    }
    return this;
  }

  ImageNode put(String name, List<Assignment> listed, List<AssignmentResult> results) {
    var node = new ImageNode();
    node.setMetadata(new ObjectMetaBuilder().withName(name).build());
    node.setSpec(new ImageNodeSpec(1L, false, listed, List.of(), List.of(), null, null));
    var agent =
        new AgentState("0.1.0", null, null, KEYS.publicKey(), KEYS.keyId(), null, null, null, null);
    node.setStatus(new ImageNodeStatus(1L, agent, null, null, results, List.of(), null));
    imageNodes.put(name, node);
    return node;
  }

  /// The node answers everything that its share asks.
  void answer(String name, ResultState state, String reason) {
    var asked = share(name).assignments();
    var digest = state == ResultState.Succeeded ? "sha256:a" : null;
    var results =
        asked.stream()
            .map(entry ->
                new AssignmentResult(
                    entry.id(),
                    state,
                    reason,
                    "said " + name,
                    digest,
                    10L,
                    10L,
                    2,
                    2,
                    null,
                    100,
                    1,
                    NOW,
                    NOW,
                    null,
                    null))
            .toList();
    var node = put(name, asked, results);
    listeners.forEach(listener -> listener.accept(node));
  }

  Share share(String name) {
    return shares.getOrDefault(name, Share.NONE);
  }

  /// The nodes that have open work.
  List<String> busy() {
    return shares.entrySet().stream()
        .filter(entry -> !entry.getValue().assignments().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public List<Member> members() {
    return imageNodes.keySet().stream()
        .map(name ->
            new Member(
                name,
                Map.of("name", name),
                true,
                true,
                KEYS.publicKey(),
                taints.getOrDefault(name, List.of())))
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
  public void onNews(Consumer<ImageNode> answered, Runnable changed) {
    listeners.add(answered);
  }

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
    return NOW;
  }

  @Override
  public void put(String owner, String node, Share share) {
    shares.put(node, share);
  }

  @Override
  public boolean isWritten(String node) {
    return true;
  }
}
