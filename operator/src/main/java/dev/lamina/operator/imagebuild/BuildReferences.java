package dev.lamina.operator.imagebuild;

import dev.lamina.crds.imagebuild.ImageBuild;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/// What an ImageBuild names in its namespace, as it is now.
public interface BuildReferences {
  Optional<ConfigMap> configMap(String namespace, String name);

  Optional<ImageBuild> imageBuild(String namespace, String name);

  /// One GET each: what is named is little and seldom.
  static BuildReferences of(KubernetesClient client) {
    return new ApiReferences(client);
  }

  /// See [BuildReferences#of].
  record ApiReferences(KubernetesClient client) implements BuildReferences {
    @Override
    public Optional<ConfigMap> configMap(String namespace, String name) {
      return Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get());
    }

    @Override
    public Optional<ImageBuild> imageBuild(String namespace, String name) {
      return Optional.ofNullable(
          client.resources(ImageBuild.class).inNamespace(namespace).withName(name).get());
    }
  }
}
