package dev.lamina.standalone;

import dev.lamina.standalone.access.Account;
import dev.lamina.standalone.access.Tokens;
import dev.lamina.standalone.endpoint.Writer;
import dev.lamina.standalone.lifecycle.Deletion;
import dev.lamina.standalone.lifecycle.LifecycleController;
import dev.lamina.standalone.resource.Catalog;
import dev.lamina.standalone.rules.Rules;
import dev.lamina.standalone.server.ApiServer;
import dev.lamina.standalone.server.ServerCertificate;
import dev.lamina.standalone.storage.ObjectStore;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The embedded Kubernetes API, wired and running.
final class EmbeddedApi implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedApi.class);

  private final ObjectStore store;
  private final LifecycleController lifecycle;
  private final ApiServer server;
  private final Tokens tokens;
  private final ServerCertificate certificate;
  private final Catalog catalog;
  private final Rules rules;

  private EmbeddedApi(
      ObjectStore store,
      Catalog catalog,
      Rules rules,
      LifecycleController lifecycle,
      ApiServer server,
      Tokens tokens,
      ServerCertificate certificate) {
    this.store = store;
    this.catalog = catalog;
    this.rules = rules;
    this.lifecycle = lifecycle;
    this.server = server;
    this.tokens = tokens;
    this.certificate = certificate;
  }

  /// Starts on the state in a directory, which must exist.
  ///
  /// @param ports to try in this order, 0 for any free one
  /// @throws IOException when all of them are taken
  static EmbeddedApi start(Path directory, List<Integer> ports, String version) throws IOException {
    // The first start waits for keytool: meanwhile everything else is made ready.
    var certificate =
        CompletableFuture.supplyAsync(
            () -> ServerCertificate.at(directory.resolve("server.p12")),
            Thread::startVirtualThread);
    var tokens = Tokens.at(directory.resolve("tokens.json"));
    var store = ObjectStore.open(directory.resolve("objects.mv"));
    try {
      return serve(store, tokens, certificate, ports, version);
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static EmbeddedApi serve(
      ObjectStore store,
      Tokens tokens,
      CompletableFuture<ServerCertificate> certificate,
      List<Integer> ports,
      String version)
      throws IOException {
    var clock = Clock.systemUTC();
    var catalog = new Catalog();
    var rules = new Rules();
    var writer = new Writer(store, catalog, rules, clock);
    writer.serveStoredDefinitions();
    var deletion = new Deletion(store, clock);
    var lifecycle = new LifecycleController(store, catalog, deletion, clock);
    var parts =
        new ApiServer.Parts(
            store, catalog, writer, deletion, tokens, certificate.join(), version, clock);
    var server = ApiServer.start(ports, parts);
    lifecycle.start();
    return new EmbeddedApi(store, catalog, rules, lifecycle, server, tokens, certificate.join());
  }

  /// Compiles the rules of all kinds, so that the first object of each does not wait for that.
  void warmUp() {
    for (var type : catalog.types()) {
      rules
          .compile(type.schema())
          .forEach(failure -> LOG.warn("a rule of {} does not compile: {}", type.id(), failure));
    }
  }

  URI address() {
    return server.address();
  }

  /// How a client in this process gets in as one of the accounts: as others do, over the loopback
  /// and with a token, only without a file to read that from.
  Config client(Account account) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(address().toString())
        .withCaCertData(Kubeconfig.encoded(certificate.pem()))
        .withOauthToken(tokens.of(account))
        .withOnlyHttpWatches(true)
        .build();
  }

  /// A kubeconfig for one of the accounts.
  String kubeconfig(Account account) {
    return Kubeconfig.of(address(), certificate.pem(), account.id(), tokens.of(account));
  }

  @Override
  public void close() {
    lifecycle.close();
    server.close();
    store.close();
  }
}
