package dev.lamina.operator.registryconfig;

import dev.lamina.crds.registryconfig.RegistryConfig;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/// RegistryConfigs as YAML.
final class RegistryConfigSample {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private RegistryConfigSample() {}

  /// @param selector fields before the registries
  static RegistryConfig config(String name, String selector, String registries) {
    return YAML.unmarshal(
        """
        apiVersion: lamina.dev/v1alpha1
        kind: RegistryConfig
        metadata: {name: %1$s, uid: uid-%1$s, generation: 1}
        spec: {%2$s registries: [%3$s]}
        """
            .formatted(name, selector, registries),
        RegistryConfig.class);
  }
}
