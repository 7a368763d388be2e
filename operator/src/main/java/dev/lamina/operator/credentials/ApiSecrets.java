package dev.lamina.operator.credentials;

import dev.lamina.operator.credentials.PullSecrets.UnusableSecretException;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// One GET per Secret.
record ApiSecrets(KubernetesClient client) implements NamedSecrets {
  @Override
  public Content read(String namespace, String name) {
    var secret = find(namespace, name).orElseThrow(() -> UnusableSecretException.absent(name));
    var values = new HashMap<String, byte[]>();
    var data = Objects.requireNonNullElse(secret.getData(), Map.<String, String>of());
    data.forEach((key, value) -> values.put(key, Base64.getDecoder().decode(value)));
    return new Content(Objects.requireNonNullElse(secret.getType(), "Opaque"), values);
  }

  Optional<Secret> find(String namespace, String name) {
    try {
      return Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get());
    } catch (KubernetesClientException e) {
      throw e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
          ? UnusableSecretException.forbidden(namespace, name)
          : UnusableSecretException.unreadable(name, e);
    }
  }
}
