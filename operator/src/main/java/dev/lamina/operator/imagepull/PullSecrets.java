package dev.lamina.operator.imagepull;

import dev.lamina.crds.imagepull.ImagePull;
import org.jspecify.annotations.Nullable;

/// Reads the Secrets that a pull names.
@FunctionalInterface
interface PullSecrets {
  /// The entries of all of them.
  ///
  /// @throws UnusableSecretException if one cannot be had or is not what it should be
  Keyring read(ImagePull pull);

  /// A Secret that may become usable when someone changes something. The message names it, says
  /// what to do, and nothing of its content.
  final class UnusableSecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    private UnusableSecretException(String reason, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.reason = reason;
    }

    static UnusableSecretException missing(String name) {
      return new UnusableSecretException(
          "SecretNotFound",
          "Secret %s does not exist in this namespace: create it (kubectl create secret"
                  .formatted(name)
              + " docker-registry), or correct spec.pullSecretRefs",
          null);
    }

    static UnusableSecretException forbidden(String namespace, String name) {
      return new UnusableSecretException(
          "SecretForbidden",
          "the operator may not read Secret %s: allow its service account to get secrets in %s"
              .formatted(name, namespace),
          null);
    }

    static UnusableSecretException unreadable(String name, RuntimeException cause) {
      return new UnusableSecretException(
          "SecretUnreadable",
          "Secret %s could not be read and is tried again: %s".formatted(name, cause.getMessage()),
          cause);
    }

    static UnusableSecretException malformed(String name, String how) {
      return new UnusableSecretException(
          "SecretNotUsable",
          "Secret %s %s: create it with kubectl create secret docker-registry".formatted(name, how),
          null);
    }

    /// For a condition.
    String reason() {
      return reason;
    }
  }
}
