package dev.lamina.operator.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lamina.operator.credentials.PullSecrets.UnusableSecretException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One GET per object.
record ApiObjectContents(KubernetesClient client) implements ObjectContents {
  @Override
  public Map<String, byte[]> configMap(String namespace, String name) {
    var found =
        read(
            "ConfigMap",
            namespace,
            name,
            () -> client.configMaps().inNamespace(namespace).withName(name).get());
    var content = new HashMap<String, byte[]>();
    stated(found.getData()).forEach((key, text) -> content.put(key, text.getBytes(UTF_8)));
    content.putAll(decoded(found.getBinaryData()));
    return content;
  }

  @Override
  public Map<String, byte[]> secret(String namespace, String name) {
    var found =
        read(
            "Secret",
            namespace,
            name,
            () -> client.secrets().inNamespace(namespace).withName(name).get());
    return decoded(found.getData());
  }

  private static <T> T read(
      String kind, String namespace, String name, Supplier<@Nullable T> reading) {
    try {
      return Optional.ofNullable(reading.get())
          .orElseThrow(() -> UnusableSecretException.missing(kind, name));
    } catch (KubernetesClientException e) {
      throw e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
          ? UnusableSecretException.forbidden(kind, namespace, name)
          : UnusableSecretException.unreadable(kind, name, e);
    }
  }

  private static Map<String, byte[]> decoded(@Nullable Map<String, String> data) {
    var content = new HashMap<String, byte[]>();
    stated(data).forEach((key, text) -> content.put(key, Base64.getDecoder().decode(text)));
    return content;
  }

  private static Map<String, String> stated(@Nullable Map<String, String> data) {
    return Objects.requireNonNullElse(data, Map.of());
  }
}
