package dev.lamina.agent.http;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/// The API on its socket and, where there is one, the mirror on a port of loopback: two doors of
/// one server. What comes in by one never reaches the handler of the other.
public final class ApiServer implements AutoCloseable {
  private static final Duration PORT_IDLE = Duration.ofSeconds(60);

  private final Server server;
  private final Path socket;

  private ApiServer(Server server, Path socket) {
    this.server = server;
    this.socket = socket;
  }

  /// A door for everybody on this node.
  ///
  /// @param address port 0 = any that is free
  public record Port(InetSocketAddress address, Handler handler) {}

  /// Listens on `socket`, whose directory belongs to the agent; a left-over socket file is
  /// replaced.
  ///
  /// @throws AgentException `StoreFailed` when the socket cannot be made
  public static ApiServer start(ApiRouter router, Path socket) {
    return start(router, socket, null);
  }

  /// The same with a port beside the socket.
  public static ApiServer start(ApiRouter router, Path socket, @Nullable Port port) {
    var threads = new QueuedThreadPool(64, 2, 10_000);
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    threads.setName("api");
    var server = new Server(threads);
    var handlers = new Handler.Sequence();
    handlers.addHandler(new BehindDoor(addSocket(server, socket), new ApiHandler(router)));
    if (port != null) {
      handlers.addHandler(new BehindDoor(addPort(server, port.address()), port.handler()));
    }
    server.setHandler(handlers);
    try {
      Files.deleteIfExists(socket);
      server.start();
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    } catch (Exception e) {
      LifeCycle.stop(server);
      var doors = socket + (port == null ? "" : " and " + port.address());
      throw new AgentException(FailureReason.StoreFailed, "listening on " + doors + ": " + e, e);
    }
    return new ApiServer(server, socket);
  }

  /// The number of the port, once it listens.
  public int port() {
    return Stream.of(server.getConnectors())
        .filter(ServerConnector.class::isInstance)
        .mapToInt(connector -> ((ServerConnector) connector).getLocalPort())
        .findFirst()
        .orElseThrow();
  }

  private static Connector addSocket(Server server, Path socket) {
    var configuration = configuration();
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    configuration.setIdleTimeout(0);
    var connector =
        new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
    connector.setUnixDomainPath(socket);
    connector.setIdleTimeout(0);
    server.addConnector(connector);
    return connector;
  }

  private static Connector addPort(Server server, InetSocketAddress address) {
    var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
    connector.setHost(address.getAddress().getHostAddress());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(PORT_IDLE.toMillis());
    server.addConnector(connector);
    return connector;
  }

  private static HttpConfiguration configuration() {
    var configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    return configuration;
  }

  /// Hands on only what came in by its door.
  private static final class BehindDoor extends Handler.Wrapper {
    private final Connector door;

    BehindDoor(Connector door, Handler handler) {
      super(handler);
      this.door = door;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      return request.getConnectionMetaData().getConnector().equals(door)
          && super.handle(request, response, callback);
    }
  }

  /// Stops listening; calls under way are interrupted.
  @Override
  public void close() {
    try {
      server.stop();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new AgentException(FailureReason.StoreFailed, "removing " + socket + ": " + e, e);
    } catch (Exception e) {
      throw new IllegalStateException("stopping the local API", e);
    }
  }
}
