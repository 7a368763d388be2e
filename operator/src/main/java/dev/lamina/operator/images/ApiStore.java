package dev.lamina.operator.images;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The objects of one kind on the API server, which have a status and no spec.
///
/// @param empty makes an object of the kind
record ApiStore<S, R extends CustomResource<Void, S>>(
    KubernetesClient client, Class<R> kind, Supplier<R> empty) implements Upkeep.Store<S> {
  private static final Logger LOG = LoggerFactory.getLogger(ApiStore.class);
  private static final long PAGE = 500;

  @Override
  public Map<ObjectKey, @Nullable S> list() {
    var found = new HashMap<ObjectKey, @Nullable S>();
    String next = null;
    do {
      var options = new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build();
      var objects = client.resources(kind);
      var page = isNamespaced() ? objects.inAnyNamespace().list(options) : objects.list(options);
      for (var object : page.getItems()) {
        var metadata = object.getMetadata();
        found.put(new ObjectKey(metadata.getNamespace(), metadata.getName()), object.getStatus());
      }
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    return found;
  }

  @Override
  public boolean write(ObjectKey key, S status, boolean isNew) {
    try {
      if (isNew) {
        create(key);
      }
      patch(key, status);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND
          && e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      LOG.info("{} {} was not written: {}", kind.getSimpleName(), key, e.getMessage());
      return false;
    }
  }

  private void create(ObjectKey key) {
    var object = empty.get();
    object.setMetadata(
        new ObjectMetaBuilder().withNamespace(key.namespace()).withName(key.name()).build());
    try {
      client.resource(object).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      LOG.debug("{} {} exists", kind.getSimpleName(), key, e);
    }
  }

  private void patch(ObjectKey key, S status) {
    var patch = client.getKubernetesSerialization().asJson(Map.of("status", status));
    resource(key).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  @Override
  public void delete(ObjectKey key) {
    resource(key).delete();
  }

  private Resource<R> resource(ObjectKey key) {
    var objects = client.resources(kind);
    return key.namespace() == null
        ? objects.withName(key.name())
        : objects.inNamespace(key.namespace()).withName(key.name());
  }

  private boolean isNamespaced() {
    return Namespaced.class.isAssignableFrom(kind);
  }
}
