package dev.lamina.operator.imagebuild;

import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.operator.inventory.FleetImages;
import dev.lamina.operator.inventory.FleetImages.Located;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.Set;

/// What an ImageBuild names in its namespace, as it is now.
public interface BuildReferences {
  Optional<ConfigMap> configMap(String namespace, String name);

  Optional<ImageBuild> imageBuild(String namespace, String name);

  /// Where the namespace has the image already; empty if nobody knows.
  Set<String> nodesWith(String namespace, String image);

  /// One GET for each object: what is named is little and seldom.
  static BuildReferences of(KubernetesClient client, FleetImages fleet) {
    return new ApiReferences(client, fleet);
  }

  /// See [BuildReferences#of].
  record ApiReferences(KubernetesClient client, FleetImages fleet) implements BuildReferences {
    @Override
    public Optional<ConfigMap> configMap(String namespace, String name) {
      return Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get());
    }

    @Override
    public Optional<ImageBuild> imageBuild(String namespace, String name) {
      return Optional.ofNullable(
          client.resources(ImageBuild.class).inNamespace(namespace).withName(name).get());
    }

    @Override
    public Set<String> nodesWith(String namespace, String image) {
      return fleet.find(namespace, image).map(Located::nodes).orElse(Set.of());
    }
  }
}
