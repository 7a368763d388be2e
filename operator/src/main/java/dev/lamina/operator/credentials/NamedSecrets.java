package dev.lamina.operator.credentials;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;

/// Reads Secrets that an object names, whole.
@FunctionalInterface
public interface NamedSecrets {
  /// One Secret; nothing of it is kept.
  ///
  /// @throws PullSecrets.UnusableSecretException if it cannot be had
  Content read(String namespace, String name);

  /// What is in a Secret.
  ///
  /// @param values by key
  record Content(String type, Map<String, byte[]> values) {
    @Override
    public String toString() {
      return "Content" + values.keySet();
    }
  }

  static NamedSecrets of(KubernetesClient client) {
    return new ApiSecrets(client);
  }
}
