package dev.lamina.operator.credentials;

import dev.lamina.crds.meta.ObjectName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the Secrets that an object names.
@FunctionalInterface
public interface PullSecrets {
  /// The entries of all of them; the first that has something for a registry counts.
  ///
  /// @throws UnusableSecretException if one cannot be had or is not what it should be
  Keyring read(HasMetadata owner, List<ObjectName> secrets);

  static PullSecrets of(KubernetesClient client) {
    return new ApiPullSecrets(client);
  }

  /// A Secret that may become usable when someone changes something. The message names it, says
  /// what to do, and nothing of its content.
  final class UnusableSecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    private UnusableSecretException(String reason, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.reason = reason;
    }

    public static UnusableSecretException missing(String name) {
      return new UnusableSecretException(
          "SecretNotFound",
          "Secret %s does not exist in this namespace: create it (kubectl create secret"
                  .formatted(name)
              + " docker-registry), or correct spec.pullSecretRefs",
          null);
    }

    /// The same for a Secret of any kind.
    public static UnusableSecretException absent(String name) {
      return new UnusableSecretException(
          "SecretNotFound",
          "Secret %s does not exist in this namespace: create it, or correct the name"
              .formatted(name),
          null);
    }

    /// A Secret that is there and has not what is wanted of it.
    public static UnusableSecretException unfit(String name, String why) {
      return new UnusableSecretException(
          "SecretNotUsable", "Secret %s %s".formatted(name, why), null);
    }

    /// Of an object that a container takes variables or files from.
    public static UnusableSecretException missing(String kind, String name) {
      return new UnusableSecretException(
          kind + "NotFound",
          "%s %s does not exist in this namespace: create it, or correct spec.env or spec.mounts"
              .formatted(kind, name),
          null);
    }

    public static UnusableSecretException missingKey(String kind, String name, String key) {
      return new UnusableSecretException(
          kind + "NotUsable",
          "%s %s has no key %s: add it, or correct spec.env".formatted(kind, name, key),
          null);
    }

    /// The agent of a node has said no key to seal to, yet.
    public static UnusableSecretException noKey(String node) {
      return new UnusableSecretException(
          "WaitingForNode",
          "node %s has no sealing key in its ImageNode yet: nothing secret can be sent to it"
              .formatted(node),
          null);
    }

    /// All of them together.
    public static UnusableSecretException tooLarge(long bytes, long limit) {
      return new UnusableSecretException(
          "LimitExceeded",
          "the ConfigMaps and Secrets of spec.env and spec.mounts have %d bytes, at most %d fit"
              .formatted(bytes, limit),
          null);
    }

    public static UnusableSecretException forbidden(String kind, String namespace, String name) {
      return new UnusableSecretException(
          kind + "Forbidden",
          "the operator may not read %s %s: allow its service account to get it in %s"
              .formatted(kind, name, namespace),
          null);
    }

    public static UnusableSecretException unreadable(
        String kind, String name, RuntimeException cause) {
      return new UnusableSecretException(
          kind + "Unreadable",
          "%s %s could not be read and is tried again: %s"
              .formatted(kind, name, cause.getMessage()),
          cause);
    }

    public static UnusableSecretException forbidden(String namespace, String name) {
      return new UnusableSecretException(
          "SecretForbidden",
          "the operator may not read Secret %s: allow its service account to get secrets in %s"
              .formatted(name, namespace),
          null);
    }

    public static UnusableSecretException unreadable(String name, RuntimeException cause) {
      return new UnusableSecretException(
          "SecretUnreadable",
          "Secret %s could not be read and is tried again: %s".formatted(name, cause.getMessage()),
          cause);
    }

    public static UnusableSecretException malformed(String name, String how) {
      return new UnusableSecretException(
          "SecretNotUsable",
          "Secret %s %s: create it with kubectl create secret docker-registry".formatted(name, how),
          null);
    }

    /// For a condition.
    public String reason() {
      return reason;
    }
  }
}
