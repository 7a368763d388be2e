package dev.lamina.agent.registry.reach;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// A SOCKS 5 server (RFC 1928) on a port of loopback, for one fetch, which connects where a policy
/// lets it and remembers what it has refused.
public final class Gateway implements AutoCloseable {
  /// More than a fetch needs.
  private static final int MOST_CONNECTIONS = 32;

  private final AddressPolicy policy;
  private final Duration timeout;
  private final ServerSocket listener;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
  private volatile @Nullable String refusal;

  private Gateway(AddressPolicy policy, Duration timeout) throws IOException {
    this.policy = policy;
    this.timeout = timeout;
    listener = new ServerSocket(0, MOST_CONNECTIONS, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("gateway").start(this::accept);
  }

  /// Starts serving.
  ///
  /// @param timeout for each connection to stand
  public static Gateway open(AddressPolicy policy, Duration timeout) {
    try {
      return new Gateway(policy, timeout);
    } catch (IOException e) {
      throw new UncheckedIOException("opening a port of loopback", e);
    }
  }

  /// For the HTTP client of this process.
  public Proxy proxy() {
    return new Proxy(Proxy.Type.SOCKS, listener.getLocalSocketAddress());
  }

  /// For a program: names are resolved here and not there.
  public String url() {
    return "socks5h://%s:%d"
        .formatted(listener.getInetAddress().getHostAddress(), listener.getLocalPort());
  }

  /// Where somebody last wanted to go and must not, and why.
  public Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var client = listener.accept();
        if (free.tryAcquire()) {
          Thread.startVirtualThread(() -> serve(client));
        } else {
          client.close();
        }
      } catch (IOException e) {
        // Closed, or a client that has gone: the loop's condition tells.
      }
    }
  }

  private void serve(Socket client) {
    open.add(client);
    try (client) {
      client.setSoTimeout((int) timeout.toMillis());
      var request = SocksRequest.read(client);
      try (var server = connect(request)) {
        open.add(server);
        SocksRequest.answer(client, SocksRequest.Reply.CONNECTED);
        client.setSoTimeout(0);
        Relay.between(client, server);
        open.remove(server);
      } catch (RefusedException e) {
        refusal = request.host() + ":" + request.port() + ": " + e.getMessage();
        SocksRequest.answer(client, SocksRequest.Reply.REFUSED);
      } catch (UnknownHostException e) {
        SocksRequest.answer(client, SocksRequest.Reply.UNKNOWN_HOST);
      } catch (IOException e) {
        SocksRequest.answer(client, SocksRequest.Reply.UNREACHABLE);
      }
    } catch (IOException e) {
      // The client has gone, and nobody else is there to hear of it.
    } finally {
      open.remove(client);
      free.release();
    }
  }

  /// Connects to the first address that may be and answers.
  private Socket connect(SocksRequest request) throws IOException {
    IOException failure = null;
    for (var address : InetAddress.getAllByName(request.host())) {
      var objection = policy.objection(address, request.port());
      if (objection.isPresent()) {
        failure = failure == null ? new RefusedException(objection.get()) : failure;
        continue;
      }
      var socket = new Socket(Proxy.NO_PROXY);
      try {
        socket.connect(new InetSocketAddress(address, request.port()), (int) timeout.toMillis());
        return socket;
      } catch (IOException e) {
        socket.close();
        failure = e;
      }
    }
    throw failure == null ? new UnknownHostException(request.host()) : failure;
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("closing a gateway", e);
    }
  }

  private static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private RefusedException(String why) {
      super(why);
    }
  }
}
