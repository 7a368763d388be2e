package dev.lamina.agent.registry.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;

/// Certificates of authorities in PEM.
public sealed interface Certificates {
  /// A file, which is read when the first secure connection needs it.
  record File(Path path) implements Certificates {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /// The text itself.
  record Text(String pem) implements Certificates {
    @Override
    public InputStream open() {
      return new ByteArrayInputStream(pem.getBytes(UTF_8));
    }

    @Override
    public String toString() {
      return "the cluster";
    }
  }

  InputStream open() throws IOException;

  /// Reads them.
  ///
  /// @throws AgentException `InvalidArgument` when that cannot be, or there are none
  default List<Certificate> read() {
    try (var in = open()) {
      var found = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new AgentException(
            FailureReason.InvalidArgument, "the certificates of " + this + ": there are none");
      }
      return List.copyOf(found);
    } catch (IOException | CertificateException e) {
      throw new AgentException(
          FailureReason.InvalidArgument, "reading the certificates of " + this + ": " + e, e);
    }
  }
}
