package dev.lamina.operator.dispatch;

import dev.lamina.crds.nodetask.NodeTask;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All NodeTasks of the cluster in one watch, indexed by owner and by node.
public final class TaskStore implements Tasks, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskStore.class);
  private static final String BY_OWNER = "owner";
  private static final String BY_NODE = "node";
  private static final String BY_NAMESPACE = "namespace-of-task";

  private final KubernetesClient client;
  private final SharedIndexInformer<NodeTask> informer;
  private final List<Consumer<NodeTask>> listeners = new CopyOnWriteArrayList<>();

  public TaskStore(KubernetesClient client) {
    this.client = client;
    informer = client.resources(NodeTask.class).inAnyNamespace().runnableInformer(0);
    informer.addIndexers(
        Map.of(
            BY_OWNER, task -> List.of(Owners.uid(task)),
            BY_NODE, task -> List.of(task.getSpec().nodeName()),
            BY_NAMESPACE, task -> List.of(task.getMetadata().getNamespace())));
    informer.addEventHandler(new Notifier());
  }

  /// Calls the listener for every change of a task, its removal included, in the order of the
  /// watch.
  public void onChange(Consumer<NodeTask> listener) {
    listeners.add(listener);
  }

  /// Returns when the cache is complete.
  public void start() {
    informer.run();
  }

  public boolean isSynced() {
    return informer.hasSynced() && informer.isWatching();
  }

  @Override
  public List<NodeTask> ownedBy(String ownerUid) {
    return sorted(informer.getIndexer().byIndex(BY_OWNER, ownerUid));
  }

  @Override
  public List<NodeTask> inNamespace(String namespace) {
    return sorted(informer.getIndexer().byIndex(BY_NAMESPACE, namespace));
  }

  List<NodeTask> onNode(String node) {
    return sorted(informer.getIndexer().byIndex(BY_NODE, node));
  }

  List<String> nodes() {
    return informer.getStore().list().stream()
        .map(task -> task.getSpec().nodeName())
        .distinct()
        .toList();
  }

  @Override
  public Map<String, Integer> atWorkByNode() {
    return informer.getStore().list().stream()
        .filter(task -> TaskPhase.of(task).isAtWork())
        .collect(Collectors.toMap(task -> task.getSpec().nodeName(), task -> 1, Integer::sum));
  }

  @Override
  public void create(NodeTask task) {
    try {
      client.resource(task).create();
      LOG.info("created {}", describe(task));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      LOG.debug("{} exists", describe(task), e);
    }
  }

  @Override
  public void cancel(NodeTask task) {
    if (!task.getSpec().cancel()) {
      patch(task, "{\"spec\":{\"cancel\":true}}");
      LOG.info("cancelled {}", describe(task));
    }
  }

  @Override
  public void setStop(NodeTask task, boolean stop) {
    if (task.getSpec().stop() != stop) {
      patch(task, "{\"spec\":{\"stop\":" + stop + "}}");
      LOG.info("{} {}", stop ? "stopped" : "started again", describe(task));
    }
  }

  @Override
  public void delete(NodeTask task) {
    resource(task).delete();
    LOG.info("deleted {}", describe(task));
  }

  private void patch(NodeTask task, String json) {
    try {
      resource(task).patch(PatchContext.of(PatchType.JSON_MERGE), json);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      LOG.debug("{} is gone", describe(task), e);
    }
  }

  private Resource<NodeTask> resource(NodeTask task) {
    return client
        .resources(NodeTask.class)
        .inNamespace(task.getMetadata().getNamespace())
        .withName(task.getMetadata().getName());
  }

  private static List<NodeTask> sorted(Collection<NodeTask> tasks) {
    return tasks.stream().sorted(Owners.OLDEST_FIRST).toList();
  }

  private static String describe(NodeTask task) {
    var spec = task.getSpec();
    return "%s task %s/%s on %s"
        .formatted(
            spec.type(),
            task.getMetadata().getNamespace(),
            task.getMetadata().getName(),
            spec.nodeName());
  }

  @Override
  public void close() {
    informer.close();
  }

  private final class Notifier implements ResourceEventHandler<NodeTask> {
    @Override
    public void onAdd(NodeTask task) {
      listeners.forEach(listener -> listener.accept(task));
    }

    @Override
    public void onUpdate(NodeTask before, NodeTask task) {
      listeners.forEach(listener -> listener.accept(task));
    }

    @Override
    public void onDelete(NodeTask task, boolean finalStateUnknown) {
      listeners.forEach(listener -> listener.accept(task));
    }
  }
}
