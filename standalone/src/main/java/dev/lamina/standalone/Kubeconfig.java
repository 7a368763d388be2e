package dev.lamina.standalone;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The file that tells a client where the API is and who it is.
final class Kubeconfig {
  private Kubeconfig() {}

  static String of(URI server, String certificate, String user, String token) {
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: lamina
      cluster:
        server: %s
        certificate-authority-data: %s
    users:
    - name: %s
      user:
        token: %s
    contexts:
    - name: lamina
      context:
        cluster: lamina
        user: %s
    current-context: lamina
    """
        .formatted(server, encoded(certificate), user, token, user);
  }

  /// A certificate as a kubeconfig carries it.
  static String encoded(String certificate) {
    return Base64.getEncoder().encodeToString(certificate.getBytes(StandardCharsets.UTF_8));
  }
}
