package dev.lamina.operator.dispatch;

import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imagenode.ImageNodeSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one place that reads and writes `ImageNode.spec`.
interface Doorbells {
  /// The spec of a node; empty if the node has no ImageNode (yet).
  Optional<ImageNodeSpec> read(String node);

  void write(String node, long revision, Wanted wanted);

  static Doorbells over(KubernetesClient client) {
    return new ApiDoorbells(client);
  }

  /// Merge patches without a resourceVersion: there is no second writer to conflict with.
  record ApiDoorbells(KubernetesClient client) implements Doorbells {
    @Override
    public Optional<ImageNodeSpec> read(String node) {
      return Optional.ofNullable(client.resources(ImageNode.class).withName(node).get())
          .map(found -> Optional.ofNullable(found.getSpec()).orElseGet(ImageNodeSpec::empty));
    }

    @Override
    public void write(String node, long revision, Wanted wanted) {
      var spec = new HashMap<String, @Nullable Object>();
      spec.put("revision", revision);
      spec.put("assignments", wanted.assignments());
      spec.put("credentials", wanted.credentials());
      spec.put("pins", wanted.pins());
      // In a merge patch null takes away.
      spec.put("registries", wanted.identifiedRegistries());
      var patch = client.getKubernetesSerialization().asJson(Map.of("spec", spec));
      client
          .resources(ImageNode.class)
          .withName(node)
          .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }
  }
}
