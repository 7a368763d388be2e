package dev.lamina.agent.task.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.meta.Lamina;
import dev.lamina.crds.nodetask.NodeTask;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The API server through fabric8.
///
/// The client's own retries are off: it would hide an outage for minutes, and [PersistentApi] knows
/// better what can wait.
public final class KubernetesNodeApi implements NodeApi {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesNodeApi.class);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

  /// First pause before a broken watch is begun again; fabric8 doubles it five times.
  private static final Duration WATCH_RECONNECT = Duration.ofMillis(250);

  private static final int TOO_MANY_REQUESTS = 429;

  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager(Lamina.AGENT)
          .build();

  private final KubernetesClient client;
  private final String nodeName;
  private final AgentLease lease;
  private @Nullable SharedIndexInformer<ImageNode> informer;

  /// The API of one node.
  ///
  /// @param client stays the caller's to close; only its HTTP watches are used if its configuration
  ///   says so (`onlyHttpWatches`)
  public KubernetesNodeApi(KubernetesClient client, String nodeName) {
    var requests =
        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout((int) REQUEST_TIMEOUT.toMillis())
            .withWatchReconnectInterval((int) WATCH_RECONNECT.toMillis())
            .withWatchReconnectLimit(-1)
            .build();
    this.client = client.newClient(requests).adapt(KubernetesClient.class);
    this.nodeName = nodeName;
    lease = new AgentLease(this.client, nodeName);
  }

  @Override
  public synchronized void watchNode(Consumer<ImageNode> listener) {
    var watching = node().runnableInformer(0);
    watching.addEventHandler(new NewestState(listener));
    watching.exceptionHandler((started, cause) -> {
      LOG.warn("watching ImageNode {}: {}", nodeName, cause.toString());
      return true;
    });
    watching.start();
    informer = watching;
  }

  @Override
  public Optional<NodeTask> getTask(TaskKey key) {
    return request(
        "getting NodeTask " + key,
        () -> {
          var task = Optional.ofNullable(task(key).get());
          if (task.isEmpty()) {
            requireNodeTasksToBeServed(key);
          }
          return task;
        });
  }

  /// A 404 decides about a container's right to exist, and an API server that does not know the
  /// kind (yet) also answers 404.
  private void requireNodeTasksToBeServed(TaskKey key) {
    var served = client.getApiResources(Lamina.GROUP + "/" + Lamina.VERSION);
    var plural = HasMetadata.getPlural(NodeTask.class);
    if (served == null
        || served.getResources().stream().noneMatch(kind -> kind.getName().equals(plural))) {
      throw new ClusterException(
          "getting NodeTask " + key + ": the API server does not serve " + plural, true, null);
    }
  }

  @Override
  public boolean patchTaskStatus(TaskKey key, ObjectNode patch) {
    return patchStatus("reporting to NodeTask " + key, task(key), patch);
  }

  @Override
  public boolean patchNodeStatus(ObjectNode patch) {
    return patchStatus("reporting to ImageNode " + nodeName, node(), patch);
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
    if (informer != null) {
      informer.stop();
    }
  }

  private Resource<ImageNode> node() {
    return client.resources(ImageNode.class).withName(nodeName);
  }

  private Resource<NodeTask> task(TaskKey key) {
    return client.resources(NodeTask.class).inNamespace(key.namespace()).withName(key.name());
  }

  private static <T extends HasMetadata> boolean patchStatus(
      String doing, Resource<T> resource, ObjectNode patch) {
    return request(
        doing,
        () -> {
          try {
            resource.subresource("status").patch(MERGE, patch.toString());
            return true;
          } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
              return false;
            }
            throw e;
          }
        });
  }

  private static <T> T request(String doing, Supplier<T> request) {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      throw new ClusterException(doing + ": " + e.getMessage(), isPassing(e.getCode()), e);
    }
  }

  /// Code 0 is no answer at all. Rights (401, 403) come and go with tokens and roles.
  private static boolean isPassing(int code) {
    return code == 0
        || code == HttpURLConnection.HTTP_UNAUTHORIZED
        || code == HttpURLConnection.HTTP_FORBIDDEN
        || code == HttpURLConnection.HTTP_CLIENT_TIMEOUT
        || code == HttpURLConnection.HTTP_CONFLICT
        || code == TOO_MANY_REQUESTS
        || code >= HttpURLConnection.HTTP_INTERNAL_ERROR;
  }
}
