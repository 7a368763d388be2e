package dev.lamina.operator.registryconfig;

import dev.lamina.crds.registryconfig.ConfigMapReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/// Reads the certificates that a RegistryConfig names.
@FunctionalInterface
interface Authorities {
  /// Certificates in PEM, and nothing else.
  ///
  /// @throws UnusableAuthoritiesException if they cannot be had
  String read(ConfigMapReference reference);

  static Authorities of(KubernetesClient client) {
    return new ApiAuthorities(client);
  }

  /// Certificates that may become usable when someone changes something; the message names the
  /// ConfigMap, and nothing of its content.
  final class UnusableAuthoritiesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    UnusableAuthoritiesException(String reason, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.reason = reason;
    }

    /// For a condition.
    String reason() {
      return reason;
    }
  }
}
