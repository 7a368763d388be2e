package dev.lamina.operator.credentials;

import dev.lamina.operator.credentials.PullSecrets.UnusableSecretException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;

/// Reads the ConfigMaps and Secrets that an object names, in the namespace of that object.
public interface ObjectContents {
  /// The keys of a ConfigMap.
  ///
  /// @throws UnusableSecretException if it cannot be had
  Map<String, byte[]> configMap(String namespace, String name);

  /// The keys of a Secret.
  ///
  /// @throws UnusableSecretException if it cannot be had
  Map<String, byte[]> secret(String namespace, String name);

  static ObjectContents of(KubernetesClient client) {
    return new ApiObjectContents(client);
  }
}
