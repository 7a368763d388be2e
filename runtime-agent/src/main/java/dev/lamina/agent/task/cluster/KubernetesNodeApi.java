package dev.lamina.agent.task.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.meta.Lamina;
import dev.lamina.crds.nodetask.NodeTask;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The API server over HTTP.
public final class KubernetesNodeApi implements NodeApi {
  private static final String API = "/apis/" + Lamina.GROUP + "/" + Lamina.VERSION;
  private static final String NODES = API + "/imagenodes";
  private static final String INVENTORIES = API + "/nodeinventories";
  private static final String TASKS = "nodetasks";
  private static final String STATUS = "/status?fieldManager=" + Lamina.AGENT;

  private final ApiConnection api;
  private final String nodeName;
  private final AgentLease lease;
  private @Nullable NodeWatch watch;

  /// The API of one node.
  ///
  /// @param api stays the caller's to close
  public KubernetesNodeApi(ApiConnection api, String nodeName) {
    this.api = api;
    this.nodeName = nodeName;
    lease = new AgentLease(api, nodeName);
  }

  @Override
  public synchronized void watchNode(Consumer<ImageNode> listener) {
    watch = new NodeWatch(api, NODES, nodeName, listener);
    watch.start();
  }

  @Override
  public Optional<NodeTask> getTask(TaskKey key) {
    return request(
        "getting NodeTask " + key,
        () -> {
          var answer = api.get(path(key));
          if (answer.isNotFound()) {
            requireNodeTasksToBeServed();
            return Optional.empty();
          }
          var task = ApiJson.readTree(Objects.requireNonNullElse(answer.body(), ""));
          return Optional.of(ApiJson.read(task, NodeTask.class));
        });
  }

  /// A 404 decides about a container's right to exist, and an API server that does not know the
  /// kind (yet) also answers 404.
  private void requireNodeTasksToBeServed() {
    var served = ApiJson.readTree(Objects.requireNonNullElse(api.get(API).body(), ""));
    for (var kind : served.path("resources")) {
      if (kind.path("name").asText().equals(TASKS)) {
        return;
      }
    }
    throw new ClusterException("the API server does not serve " + TASKS, true, null);
  }

  @Override
  public boolean patchTaskStatus(TaskKey key, ObjectNode patch) {
    return patchStatus("reporting to NodeTask " + key, path(key), patch);
  }

  @Override
  public boolean patchNodeStatus(ObjectNode patch) {
    return patchStatus("reporting to ImageNode " + nodeName, NODES + "/" + nodeName, patch);
  }

  @Override
  public void patchInventory(ImageNode node, ObjectNode patch) {
    var doing = "reporting to NodeInventory " + nodeName;
    if (!patchStatus(doing, INVENTORIES + "/" + nodeName, patch)) {
      var inventory = InventoryObject.of(nodeName, node).toString();
      request(doing, () -> api.post(INVENTORIES, inventory));
      patchStatus(doing, INVENTORIES + "/" + nodeName, patch);
    }
  }

  @Override
  public void renewLease(Instant now) {
    request(
        "renewing the lease of " + nodeName,
        () -> {
          lease.renew(now);
          return true;
        });
  }

  @Override
  public synchronized void close() {
    if (watch != null) {
      watch.close();
    }
  }

  private boolean patchStatus(String doing, String path, ObjectNode patch) {
    return request(doing, () -> !api.mergePatch(path + STATUS, patch.toString()).isNotFound());
  }

  private static String path(TaskKey key) {
    return API + "/namespaces/" + key.namespace() + "/" + TASKS + "/" + key.name();
  }

  private static <T> T request(String doing, Supplier<T> request) {
    try {
      return request.get();
    } catch (ClusterException e) {
      throw new ClusterException(doing + ": " + e.getMessage(), e.isPassing(), e);
    }
  }
}
