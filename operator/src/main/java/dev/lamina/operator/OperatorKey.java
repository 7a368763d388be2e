package dev.lamina.operator;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/// The secret that makes the names of NodeTasks hard to guess: made once, kept in a Secret that
/// agents cannot read. Losing it is harmless, except that work under way is started once more.
final class OperatorKey {
  private static final String NAME = "lamina-operator-key";
  private static final String ENTRY = "task-names";
  private static final int LENGTH = 32;

  private OperatorKey() {}

  static byte[] loadOrCreate(KubernetesClient client, String namespace) {
    var secrets = client.secrets().inNamespace(namespace);
    var known = secrets.withName(NAME).get();
    if (known != null) {
      return decode(known);
    }
    try {
      return decode(secrets.resource(fresh()).create());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return decode(secrets.withName(NAME).require());
      }
      throw e;
    }
  }

  private static Secret fresh() {
    var key = new byte[LENGTH];
    new SecureRandom().nextBytes(key);
    return new SecretBuilder()
        .withNewMetadata()
        .withName(NAME)
        .endMetadata()
        .withType("Opaque")
        .withData(Map.of(ENTRY, Base64.getEncoder().encodeToString(key)))
        .build();
  }

  private static byte[] decode(Secret secret) {
    var entry = secret.getData() == null ? null : secret.getData().get(ENTRY);
    if (entry == null) {
      throw new IllegalStateException("Secret " + NAME + " has no entry " + ENTRY);
    }
    return Base64.getDecoder().decode(entry);
  }
}
