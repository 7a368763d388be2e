package dev.lamina.operator.nodes;

import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imagenode.ImageNodeSpec;
import dev.lamina.crds.meta.Lamina;
import dev.lamina.operator.scheduling.Candidate;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The caches behind [Nodes], and the maker of ImageNodes.
public final class NodeDirectory implements Nodes, Members, InventoryNews, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeDirectory.class);

  private static final Duration RETRY = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final String systemNamespace;
  private final Instant started;
  private final SharedIndexInformer<Node> nodes;
  private final SharedIndexInformer<ImageNode> imageNodes;
  private final SharedIndexInformer<Lease> leases;
  private volatile boolean isLeader;

  /// @param systemNamespace where the Leases of the agents are
  /// @param imageNodeAppeared called with the name of every ImageNode that is new to this process
  public NodeDirectory(
      KubernetesClient client,
      String systemNamespace,
      Clock clock,
      Consumer<String> imageNodeAppeared) {
    this.client = client;
    this.systemNamespace = systemNamespace;
    this.started = clock.instant();
    this.nodes = client.nodes().runnableInformer(0);
    this.imageNodes = client.resources(ImageNode.class).runnableInformer(0);
    this.leases = client.leases().inNamespace(systemNamespace).runnableInformer(0);
    nodes.addEventHandler(new OnAdd<>(this::nodeAppeared));
    imageNodes.addEventHandler(
        new OnAdd<>(imageNode -> imageNodeAppeared.accept(imageNode.getMetadata().getName())));
  }

  /// Returns when the caches are complete.
  public void start() {
    nodes.run();
    imageNodes.run();
    leases.run();
  }

  /// From now on this process makes the ImageNodes.
  public void lead() {
    isLeader = true;
    nodes.getStore().list().forEach(this::nodeAppeared);
  }

  public boolean isSynced() {
    return Stream.of(nodes, imageNodes, leases)
        .allMatch(informer -> informer.hasSynced() && informer.isWatching());
  }

  @Override
  public List<Candidate> candidates(Map<String, Integer> atWork) {
    return imageNodes.getStore().list().stream()
        .map(imageNode -> candidate(imageNode, atWork))
        .toList();
  }

  private Candidate candidate(ImageNode imageNode, Map<String, Integer> atWork) {
    var name = imageNode.getMetadata().getName();
    var node = nodes.getStore().getByKey(name);
    return Fitness.candidate(imageNode, node, atWork.getOrDefault(name, 0));
  }

  @Override
  public List<Member> members() {
    return imageNodes.getStore().list().stream().map(this::member).toList();
  }

  private Member member(ImageNode imageNode) {
    return Fitness.member(imageNode, nodes.getStore().getByKey(imageNode.getMetadata().getName()));
  }

  @Override
  public Optional<ImageNode> imageNode(String node) {
    return Optional.ofNullable(imageNodes.getStore().getByKey(node));
  }

  @Override
  public List<ImageNode> imageNodes() {
    return imageNodes.getStore().list();
  }

  @Override
  public void onNews(Consumer<ImageNode> answered, Runnable changed) {
    imageNodes.addEventHandler(NewsHandler.ofImageNodes(answered, changed));
    nodes.addEventHandler(NewsHandler.ofNodes(changed));
  }

  @Override
  public void onInventory(Consumer<String> changed) {
    imageNodes.addEventHandler(NewsHandler.ofInventories(changed));
  }

  @Override
  public boolean exists(String node) {
    return imageNodes.getStore().getByKey(node) != null;
  }

  @Override
  public Instant lastSignOfLife(String node) {
    var key = Cache.namespaceKeyFunc(systemNamespace, Lamina.agentLease(node));
    return Optional.ofNullable(leases.getStore().getByKey(key))
        .flatMap(NodeDirectory::renewal)
        .filter(renewed -> renewed.isAfter(started))
        .orElse(started);
  }

  private static Optional<Instant> renewal(Lease lease) {
    return Optional.ofNullable(lease.getSpec().getRenewTime()).map(ZonedDateTime::toInstant);
  }

  private void nodeAppeared(Node node) {
    if (isLeader && !exists(node.getMetadata().getName())) {
      create(node);
    }
  }

  private void create(Node node) {
    try {
      client.resource(imageNode(node)).create();
      LOG.info("node {} joined", node.getMetadata().getName());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        LOG.debug("ImageNode {} exists", node.getMetadata().getName(), e);
      } else {
        LOG.warn("making ImageNode {} failed: {}", node.getMetadata().getName(), e.getMessage());
        CompletableFuture.delayedExecutor(RETRY.toSeconds(), TimeUnit.SECONDS)
            .execute(() -> nodeAppeared(node));
      }
    }
  }

  private static ImageNode imageNode(Node node) {
    var imageNode = new ImageNode();
    imageNode.setMetadata(
        new ObjectMetaBuilder()
            .withName(node.getMetadata().getName())
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion(node.getApiVersion())
                    .withKind(node.getKind())
                    .withName(node.getMetadata().getName())
                    .withUid(node.getMetadata().getUid())
                    .build())
            .build());
    imageNode.setSpec(ImageNodeSpec.empty());
    return imageNode;
  }

  @Override
  public void close() {
    isLeader = false;
    nodes.close();
    imageNodes.close();
    leases.close();
  }

  /// Most of what happens to a node is read when it is needed; only its arrival is news.
  private record OnAdd<T extends HasMetadata>(Consumer<T> action)
      implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T resource) {
      action.accept(resource);
    }

    @Override
    public void onUpdate(T before, T after) {}

    @Override
    public void onDelete(T resource, boolean finalStateUnknown) {}
  }
}
