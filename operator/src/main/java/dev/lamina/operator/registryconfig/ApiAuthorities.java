package dev.lamina.operator.registryconfig;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.registryconfig.ConfigMapReference;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One GET per ConfigMap. What lies between certificates stays behind, so that a key that somebody
/// put beside them reaches no node.
record ApiAuthorities(KubernetesClient client) implements Authorities {
  private static final int LIMIT = 16 << 10;
  private static final int LINE = 64;

  @Override
  public String read(ConfigMapReference reference) {
    return certificates(
        reference, Objects.requireNonNullElse(configMap(reference).getData(), Map.of()));
  }

  /// @param data of the ConfigMap
  static String certificates(ConfigMapReference reference, Map<String, String> data) {
    var text = data.get(reference.key());
    if (text == null) {
      throw unusable("ConfigMapNotUsable", reference + ": there is no such key", null);
    }
    if (text.length() > LIMIT) {
      throw unusable(
          FailureReason.LimitExceeded.name(),
          "%s: %d bytes of certificates, at most %d fit".formatted(reference, text.length(), LIMIT),
          null);
    }
    return encoded(reference, text);
  }

  private ConfigMap configMap(ConfigMapReference reference) {
    var found = find(reference);
    if (found == null) {
      throw unusable(
          "ConfigMapNotFound",
          "ConfigMap %s/%s does not exist: create it, or correct caConfigMapRef"
              .formatted(reference.namespace(), reference.name()),
          null);
    }
    return found;
  }

  private @Nullable ConfigMap find(ConfigMapReference reference) {
    try {
      return client
          .configMaps()
          .inNamespace(reference.namespace())
          .withName(reference.name())
          .get();
    } catch (KubernetesClientException e) {
      throw e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
          ? unusable(
              "ConfigMapForbidden",
              "%s: the operator may not read it: allow its service account to get it"
                  .formatted(reference),
              e)
          : unusable(
              "ConfigMapUnreadable",
              "%s could not be read and is tried again: %s".formatted(reference, e.getMessage()),
              e);
    }
  }

  private static String encoded(ConfigMapReference reference, String text) {
    try (var bytes = new ByteArrayInputStream(text.getBytes(US_ASCII))) {
      var pem = new StringBuilder();
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
        pem.append("-----BEGIN CERTIFICATE-----\n")
            .append(
                Base64.getMimeEncoder(LINE, new byte[] {'\n'})
                    .encodeToString(certificate.getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      }
      if (pem.isEmpty()) {
        throw unusable("ConfigMapNotUsable", reference + ": no certificate in PEM", null);
      }
      return pem.toString();
    } catch (CertificateException | IOException e) {
      throw unusable("ConfigMapNotUsable", reference + ": not certificates in PEM", e);
    }
  }

  private static UnusableAuthoritiesException unusable(
      String reason, String message, @Nullable Throwable cause) {
    return new UnusableAuthoritiesException(reason, message, cause);
  }
}
