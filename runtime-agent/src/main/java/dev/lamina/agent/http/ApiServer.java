package dev.lamina.agent.http;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The API on its socket.
public final class ApiServer implements AutoCloseable {
  private final Server server;
  private final Path socket;

  private ApiServer(Server server, Path socket) {
    this.server = server;
    this.socket = socket;
  }

  /// Listens on `socket`, whose directory belongs to the agent; a left-over socket file is
  /// replaced.
  ///
  /// @throws AgentException `StoreFailed` when the socket cannot be made
  public static ApiServer start(ApiRouter router, Path socket) {
    var threads = new QueuedThreadPool(64, 2, 10_000);
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    threads.setName("api");
    var server = new Server(threads);
    var configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    configuration.setIdleTimeout(0);
    var connector =
        new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
    connector.setUnixDomainPath(socket);
    connector.setIdleTimeout(0);
    server.addConnector(connector);
    server.setHandler(new ApiHandler(router));
    try {
      Files.deleteIfExists(socket);
      server.start();
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    } catch (Exception e) {
      throw new AgentException(FailureReason.StoreFailed, "listening on " + socket + ": " + e, e);
    }
    return new ApiServer(server, socket);
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
