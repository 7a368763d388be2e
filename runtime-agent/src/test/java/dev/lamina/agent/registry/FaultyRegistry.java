package dev.lamina.agent.registry;

import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A registry on loopback that serves what it is given and fails as it is told.
///
/// Plain HTTP/1.1 over sockets, so that a body can be cut, reset or stalled at any byte. Faults are
/// asked in the order of their making; the first that matches a request answers it, as often as it
/// was made for. Without a fault, manifests and blobs are served by the protocol, with ranges.
public final class FaultyRegistry implements AutoCloseable {
  private static final Pattern BLOB = Pattern.compile("/v2/.+/blobs/([a-z0-9]+:[0-9a-f]+)");
  private static final Pattern MANIFEST = Pattern.compile("/v2/(.+)/manifests/([^/]+)");

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private final List<HttpExchange> requests = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<String, Served> manifests = new ConcurrentHashMap<>();

  @SuppressWarnings("ArrayRecordComponent")
  private record Served(String mediaType, byte[] bytes) {}

  /// Answers one request, well or badly.
  @FunctionalInterface
  public interface Answer {
    void give(HttpExchange exchange) throws IOException;
  }

  private record Fault(Predicate<HttpExchange> when, AtomicInteger times, Answer answer) {
    boolean takes(HttpExchange exchange) {
      return when.test(exchange) && times.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }
  }

  public FaultyRegistry() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /// `127.0.0.1:port`, the registry of a reference.
  public String host() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /// Makes a blob available in every repository.
  public Descriptor blob(String mediaType, byte[] bytes) {
    var digest = Digest.sha256(bytes);
    blobs.put(digest.toString(), bytes.clone());
    return new Descriptor(mediaType, digest, bytes.length);
  }

  /// Makes a manifest available in every repository, by tag and by digest.
  public Descriptor manifest(String tag, String mediaType, byte[] bytes) {
    var digest = Digest.sha256(bytes);
    manifests.put(tag, new Served(mediaType, bytes.clone()));
    manifests.put(digest.toString(), new Served(mediaType, bytes.clone()));
    return new Descriptor(mediaType, digest, bytes.length);
  }

  /// Fails the next requests whose `METHOD /path` matches.
  public void fail(int times, String request, Answer answer) {
    var pattern = Pattern.compile(request);
    faults.add(
        new Fault(
            exchange -> pattern.matcher(exchange.line()).find(), new AtomicInteger(times), answer));
  }

  /// Fails all requests whose `METHOD /path` matches.
  public void failAlways(String request, Answer answer) {
    fail(Integer.MAX_VALUE, request, answer);
  }

  /// Fails no more.
  public void heal() {
    faults.clear();
  }

  /// What was asked so far, in order.
  public List<HttpExchange> requests() {
    return List.copyOf(requests);
  }

  /// What was asked so far, as `METHOD /path?query`.
  public List<String> lines() {
    return requests.stream().map(HttpExchange::line).toList();
  }

  /// Connections accepted so far.
  public int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
    threads.close();
  }

  /// A blob that was made available.
  public byte[] bytes(Digest blob) {
    return blobs.getOrDefault(blob.toString(), new byte[0]).clone();
  }

  /// The blob that a request asks for.
  public byte[] blob(HttpExchange exchange) {
    var blob = BLOB.matcher(exchange.path());
    if (!blob.matches()) {
      throw new IllegalArgumentException(exchange.line());
    }
    return blobs.getOrDefault(blob.group(1), new byte[0]);
  }

  /// Serves as if there was no fault.
  public void serve(HttpExchange exchange) throws IOException {
    var blob = BLOB.matcher(exchange.path());
    var manifest = MANIFEST.matcher(exchange.path());
    if (exchange.path().equals("/v2/")) {
      exchange.answer(200, Map.of());
    } else if (blob.matches() && blobs.get(blob.group(1)) != null) {
      serveBlob(exchange, blobs.getOrDefault(blob.group(1), new byte[0]));
    } else {
      var served = manifest.matches() ? manifests.get(manifest.group(2)) : null;
      serveManifest(exchange, served);
    }
  }

  private static void serveManifest(HttpExchange exchange, @Nullable Served served)
      throws IOException {
    if (served == null) {
      var unknown = "{\"errors\":[{\"code\":\"UNKNOWN\"}]}";
      exchange.answer(404, Map.of(), unknown.getBytes(StandardCharsets.UTF_8));
      return;
    }
    var digest = Digest.sha256(served.bytes()).toString();
    exchange.answer(
        200,
        Map.of("Content-Type", served.mediaType(), "Docker-Content-Digest", digest),
        served.bytes());
  }

  private static void serveBlob(HttpExchange exchange, byte[] bytes) throws IOException {
    var range = exchange.header("Range").orElse("");
    if (!range.startsWith("bytes=")) {
      exchange.answer(200, Map.of(), bytes);
      return;
    }
    var ends = range.substring(6).split("-", -1);
    var first = Integer.parseInt(ends[0]);
    var last = ends[1].isEmpty() ? bytes.length - 1 : Integer.parseInt(ends[1]);
    var part = Arrays.copyOfRange(bytes, first, last + 1);
    exchange.answer(
        206, Map.of("Content-Range", "bytes %d-%d/%d".formatted(first, last, bytes.length)), part);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        socket.setTcpNoDelay(true);
        connections.incrementAndGet();
        open.add(socket);
        threads.execute(() -> talk(socket));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void talk(Socket socket) {
    try (socket) {
      for (var exchange = HttpExchange.read(socket);
          exchange.isPresent();
          exchange = HttpExchange.read(socket)) {
        requests.add(exchange.get());
        answer(exchange.get());
      }
    } catch (SocketException e) {
      // The client hung up, or a fault did: that is what this registry is for.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      open.remove(socket);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    for (var fault : faults) {
      if (fault.takes(exchange)) {
        fault.answer().give(exchange);
        return;
      }
    }
    serve(exchange);
  }
}
