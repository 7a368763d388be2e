package dev.lamina.agent.registry;

import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.registry.Repository.BlobSource;
import dev.lamina.agent.registry.transport.LimitException;
import dev.lamina.agent.registry.transport.RefusedException;
import dev.lamina.agent.registry.transport.Request;
import dev.lamina.agent.registry.transport.Response;
import dev.lamina.agent.registry.transport.Status;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/// One upload: all bytes in one PUT; when that fails, on from where the registry got to; in chunks
/// where a body is too large for what is in front of the registry.
///
/// See the distribution-spec, "Pushing a blob monolithically" and "Pushing a blob in chunks".
final class BlobUpload {
  private static final int CHUNK_BYTES = 16 << 20;
  private static final int LARGEST_CHUNK_BYTES = 64 << 20;
  private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-([0-9]{1,18})");

  private final Uploads uploads;
  private final Session session;
  private final Descriptor blob;
  private final BlobSource source;
  private URI location;
  private long offset;
  private boolean isChunked;
  private int chunkBytes = CHUNK_BYTES;

  BlobUpload(Uploads uploads, Descriptor blob, BlobSource source, URI location) {
    this.uploads = uploads;
    this.session = uploads.session();
    this.blob = blob;
    this.source = source;
    this.location = location;
  }

  void run() throws IOException {
    var isFirst = new boolean[] {true};
    session
        .retries()
        .run(() -> {
          if (!isFirst[0]) {
            recover();
          }
          isFirst[0] = false;
          send();
          return blob;
        });
  }

  private void send() throws IOException {
    while (isChunked && offset < blob.size()) {
      sendChunk();
    }
    var isTooLarge =
        session.once(
            finish(),
            response -> {
              if (response.status() == Status.CONTENT_TOO_LARGE && !isChunked) {
                return true;
              }
              if (response.status() != Status.CREATED) {
                throw session.unexpected(response);
              }
              return false;
            });
    if (isTooLarge) {
      isChunked = true;
      throw new EOFException("the body is too large for the registry");
    }
  }

  /// PUT with the bytes that are not there yet.
  private Request finish() {
    var separator = location.getRawQuery() == null ? "?" : "&";
    var digest = "digest=" + Endpoint.encoded(blob.digest().toString());
    var request =
        Request.of("PUT", URI.create(location + separator + digest))
            .with("Content-Type", "application/octet-stream");
    var first = offset;
    var length = blob.size() - first;
    if (length == 0) {
      return request;
    }
    var body = new Request.Body.Stream(length, () -> source.open(first));
    return first == 0
        ? request.with(body)
        : request.with(body).with("Content-Range", first + "-" + (blob.size() - 1));
  }

  private void sendChunk() throws IOException {
    var bytes = chunk();
    var last = offset + bytes.length - 1;
    var request =
        Request.of("PATCH", location)
            .with("Content-Type", "application/octet-stream")
            .with("Content-Range", offset + "-" + last)
            .with(new Request.Body.Bytes(bytes));
    session.once(
        request,
        response -> {
          if (response.status() != Status.ACCEPTED) {
            throw session.unexpected(response);
          }
          location = uploads.location(response);
          offset = reached(response).orElse(last + 1);
          return offset;
        });
  }

  private byte[] chunk() throws IOException {
    try (var in = source.open(offset)) {
      var bytes = in.readNBytes((int) Math.min(chunkBytes, blob.size() - offset));
      if (bytes.length == 0) {
        throw new RefusedException("the blob ends before its announced size");
      }
      return bytes;
    }
  }

  /// Asks how far the upload got; starts again where it is gone. A PUT that brought nothing through
  /// goes on in chunks: some servers cut off a body that is too large without saying so.
  private void recover() throws IOException {
    var before = offset;
    var known = session.once(Request.of("GET", location), this::status);
    if (known.isEmpty()) {
      location = uploads.start();
      offset = 0;
    } else {
      offset = Math.min(known.get(), blob.size());
    }
    isChunked |= offset <= before && blob.size() > CHUNK_BYTES;
  }

  private Optional<Long> status(Response response) throws IOException {
    if (response.status() != Status.NO_CONTENT) {
      return Optional.empty();
    }
    location = uploads.location(response);
    var least = response.header("OCI-Chunk-Min-Length").map(BlobUpload::number).orElse(0L);
    if (least > LARGEST_CHUNK_BYTES) {
      throw new LimitException("the registry wants chunks of " + least + " bytes");
    }
    chunkBytes = Math.max(chunkBytes, least.intValue());
    return Optional.of(reached(response).orElse(0L));
  }

  /// The first byte that is not there; `0-0` is what registries say of one byte and of none.
  private static Optional<Long> reached(Response response) {
    return response
        .header("Range")
        .map(RANGE::matcher)
        .filter(matcher -> matcher.matches())
        .map(matcher -> Long.parseLong(matcher.group(1)))
        .map(last -> last == 0 ? 0 : last + 1);
  }

  private static long number(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }
}
