package dev.lamina.agent.registry.transport;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whose certificates are believed: the system's, and an authority's of the caller.
///
/// Made when the first secure connection needs it, since reading the system's takes a while.
public final class Trust {
  private final @Nullable Certificates ca;
  private @Nullable SSLContext context;

  private Trust(@Nullable Certificates ca) {
    this.ca = ca;
  }

  public static Trust system() {
    return new Trust(null);
  }

  /// The system's and these.
  public static Trust with(Certificates ca) {
    return new Trust(ca);
  }

  /// Always the same factory: connections are kept for reuse by it.
  SSLSocketFactory socketFactory() {
    return context().getSocketFactory();
  }

  synchronized SSLContext context() {
    if (context == null) {
      context = load(ca);
    }
    return context;
  }

  private static SSLContext load(@Nullable Certificates ca) {
    try {
      if (ca == null) {
        return SSLContext.getDefault();
      }
      var context = SSLContext.getInstance("TLS");
      context.init(null, factory(store(ca)).getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new AgentException(
          FailureReason.InvalidArgument, "reading the certificates of " + ca + ": " + e, e);
    }
  }

  private static KeyStore store(Certificates ca) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (var manager : factory(null).getTrustManagers()) {
      if (manager instanceof X509TrustManager system) {
        for (var issuer : Arrays.asList(system.getAcceptedIssuers())) {
          store.setCertificateEntry("system-" + store.size(), issuer);
        }
      }
    }
    for (var certificate : ca.read()) {
      store.setCertificateEntry("added-" + store.size(), certificate);
    }
    return store;
  }

  private static TrustManagerFactory factory(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }
}
