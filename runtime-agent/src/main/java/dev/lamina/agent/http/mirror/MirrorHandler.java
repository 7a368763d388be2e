package dev.lamina.agent.http.mirror;

import dev.lamina.agent.content.BlobStat;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.Json;
import dev.lamina.agent.http.mirror.MirrorFailure.Code;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Between Jetty and the [Mirror]: GET and HEAD, and the spec's errors.
public final class MirrorHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(MirrorHandler.class);
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Mirror mirror;

  public MirrorHandler(Mirror mirror) {
    this.mirror = mirror;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put("Docker-Distribution-API-Version", "registry/2.0");
    try (var out = Content.Sink.asOutputStream(response)) {
      var exchange = new Exchange(request, response, out);
      try {
        answer(exchange);
      } catch (MirrorFailure e) {
        refuse(exchange, e);
      } catch (AgentException e) {
        refuse(exchange, translated(e));
      }
    } catch (IOException e) {
      LOG.debug("a client of the mirror went away", e);
      callback.failed(e);
      return true;
    }
    callback.succeeded();
    return true;
  }

  private record Exchange(Request request, Response response, OutputStream out) {
    boolean isHead() {
      return request.getMethod().equals("HEAD");
    }

    String header(HttpHeader name) {
      var value = request.getHeaders().get(name);
      return value == null ? "" : value;
    }

    void put(HttpHeader name, String value) {
      response.getHeaders().put(name, value);
    }

    void write(String contentType, byte[] bytes) throws IOException {
      put(HttpHeader.CONTENT_TYPE, contentType);
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
      if (!isHead()) {
        out.write(bytes);
      }
    }
  }

  private void answer(Exchange exchange) throws IOException {
    var request = exchange.request();
    if (!exchange.isHead() && !request.getMethod().equals("GET")) {
      exchange.put(HttpHeader.ALLOW, "GET, HEAD");
      throw new MirrorFailure(Code.UNSUPPORTED, "the mirror is read-only");
    }
    var path = request.getHttpURI().getDecodedPath();
    var namespace = Request.extractQueryParameters(request).getValue("ns");
    switch (MirrorCall.of(path == null ? "" : path, namespace).orElse(null)) {
      case null -> throw new MirrorFailure(Code.NAME_UNKNOWN, "nothing is served at " + path);
      case MirrorCall.Ping() -> exchange.write("application/json", utf8("{}"));
      case MirrorCall.OfManifest(var name) -> sendManifest(exchange, name);
      case MirrorCall.OfBlob(var repository, var digest) -> sendBlob(exchange, repository, digest);
      case MirrorCall.OfTags(var repository) -> sendTags(exchange, repository);
    }
  }

  private void sendManifest(Exchange exchange, Reference name) throws IOException {
    var manifest =
        mirror
            .manifest(name)
            .orElseThrow(() -> new MirrorFailure(Code.MANIFEST_UNKNOWN, "no " + name + " here"));
    if (isUnchanged(exchange, manifest.digest())) {
      return;
    }
    exchange.write(manifest.mediaType(), manifest.bytes());
  }

  private void sendBlob(Exchange exchange, Reference repository, Digest digest) throws IOException {
    var blob =
        mirror
            .blob(repository, digest)
            .orElseThrow(() ->
                new MirrorFailure(
                    Code.BLOB_UNKNOWN, "no blob " + digest + " of " + repository.name()));
    if (isUnchanged(exchange, digest)) {
      return;
    }
    exchange.put(HttpHeader.ACCEPT_RANGES, "bytes");
    exchange.put(HttpHeader.CONTENT_TYPE, "application/octet-stream");
    var range = ByteRange.parse(requestedRange(exchange, digest), blob.size());
    if (range.isEmpty()) {
      exchange.response().setStatus(HttpStatus.RANGE_NOT_SATISFIABLE_416);
      exchange.put(HttpHeader.CONTENT_RANGE, "bytes */" + blob.size());
      return;
    }
    send(exchange, blob, range.get());
  }

  private void send(Exchange exchange, BlobStat blob, ByteRange range) throws IOException {
    if (!range.isWhole(blob.size())) {
      exchange.response().setStatus(HttpStatus.PARTIAL_CONTENT_206);
      exchange.put(HttpHeader.CONTENT_RANGE, range.contentRange(blob.size()));
    }
    exchange.response().getHeaders().put(HttpHeader.CONTENT_LENGTH, range.length());
    if (!exchange.isHead()) {
      try (var bytes = mirror.open(blob)) {
        bytes.skipNBytes(range.first());
        copy(bytes, exchange.out(), range.length());
      }
    }
  }

  private void sendTags(Exchange exchange, Reference repository) throws IOException {
    var tags = mirror.tags(repository);
    if (tags.isEmpty()) {
      throw new MirrorFailure(Code.NAME_UNKNOWN, "no " + repository.name() + " here");
    }
    var page = TagPage.of(tags, Request.extractQueryParameters(exchange.request()));
    page.next().ifPresent(next -> exchange.put(HttpHeader.LINK, next));
    exchange.write(
        "application/json", utf8(Json.line(new TagList(repository.repository(), page.tags()))));
  }

  private record TagList(String name, List<String> tags) {}

  /// Content never changes under its digest, so whoever has it needs nothing more.
  private static boolean isUnchanged(Exchange exchange, Digest digest) {
    exchange.put(HttpHeader.ETAG, etag(digest));
    exchange.response().getHeaders().put("Docker-Content-Digest", digest.toString());
    if (!exchange.header(HttpHeader.IF_NONE_MATCH).contains(etag(digest))) {
      return false;
    }
    exchange.response().setStatus(HttpStatus.NOT_MODIFIED_304);
    return true;
  }

  /// A range of something else, as `If-Range` may say, is not wanted.
  private static String requestedRange(Exchange exchange, Digest digest) {
    var condition = exchange.header(HttpHeader.IF_RANGE);
    return condition.isEmpty() || condition.equals(etag(digest))
        ? exchange.header(HttpHeader.RANGE)
        : "";
  }

  private static String etag(Digest digest) {
    return "\"" + digest + "\"";
  }

  private static void copy(InputStream in, OutputStream out, long length) throws IOException {
    var buffer = new byte[(int) Math.min(BUFFER_BYTES, length)];
    var left = length;
    while (left > 0) {
      var count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new IOException("the blob is shorter than it was");
      }
      out.write(buffer, 0, count);
      left -= count;
    }
  }

  private static void refuse(Exchange exchange, MirrorFailure failure) throws IOException {
    exchange.response().setStatus(failure.status());
    exchange.write("application/json", utf8(Json.line(failure.body())));
  }

  private static MirrorFailure translated(AgentException e) {
    if (e.reason() == FailureReason.NotFound) {
      return new MirrorFailure(Code.BLOB_UNKNOWN, e.getMessage(), e);
    }
    LOG.error("the mirror cannot serve", e);
    return new MirrorFailure(Code.UNKNOWN, e.getMessage(), e);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
