package dev.lamina.standalone.server;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.lamina.standalone.access.Tokens;
import dev.lamina.standalone.endpoint.Reader;
import dev.lamina.standalone.endpoint.Writer;
import dev.lamina.standalone.lifecycle.Deletion;
import dev.lamina.standalone.resource.Catalog;
import dev.lamina.standalone.storage.ObjectStore;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTPS server on the loopback, one virtual thread per request.
public final class ApiServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final String IDLE_SECONDS = "300";

  private final HttpsServer server;
  private final ExecutorService executor;

  private ApiServer(HttpsServer server, ExecutorService executor) {
    this.server = server;
    this.executor = executor;
  }

  /// What the server needs to answer.
  public record Parts(
      ObjectStore store,
      Catalog catalog,
      Writer writer,
      Deletion deletion,
      Tokens tokens,
      ServerCertificate certificate,
      String version,
      Clock clock) {}

  /// Binds a port and begins to answer.
  ///
  /// @param ports to try in this order, 0 for any free one
  /// @throws IOException when all of them are taken
  public static ApiServer start(List<Integer> ports, Parts parts) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", IDLE_SECONDS);
    var server = bind(ports);
    var executor = Executors.newVirtualThreadPerTaskExecutor();
    server.setHttpsConfigurator(new HttpsConfigurator(parts.certificate().context()));
    server.setExecutor(executor);
    server.createContext("/", handler(parts));
    server.start();
    return new ApiServer(server, executor);
  }

  private static HttpsServer bind(List<Integer> ports) throws IOException {
    var loopback = InetAddress.ofLiteral("127.0.0.1");
    for (var port : ports) {
      try {
        return HttpsServer.create(new InetSocketAddress(loopback, port), 0);
      } catch (BindException e) {
        LOG.debug("port {} is taken", port);
      }
    }
    throw new BindException("taken on 127.0.0.1: " + ports);
  }

  private static Handler handler(Parts parts) {
    var presentation = new Presentation(parts.clock());
    var reader = new Reader(parts.store());
    var watches = new WatchStream(parts.store(), reader, presentation, parts.clock());
    var routes =
        new ResourceRoutes(
            parts.catalog(), reader, parts.writer(), parts.deletion(), watches, presentation);
    return new Handler(
        parts.tokens(), new ServerInformation(parts.catalog(), parts.version()), routes);
  }

  public URI address() {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Ends after the requests under way; streams must have been ended before.
  @Override
  public void close() {
    server.stop(0);
    executor.close();
  }
}
