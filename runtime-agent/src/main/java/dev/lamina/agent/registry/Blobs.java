package dev.lamina.agent.registry;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.registry.transport.LimitException;
import dev.lamina.agent.registry.transport.Request;
import dev.lamina.agent.registry.transport.Response;
import dev.lamina.agent.registry.transport.Status;
import dev.lamina.crds.failure.FailureReason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Blobs of one endpoint. See the distribution-spec, "Pulling blobs".
record Blobs(Session session) {
  /// The digest itself where the blob is there.
  Optional<Digest> find(Digest digest) throws IOException {
    var request = Request.of("HEAD", session.endpoint().blob(digest));
    return session.call(
        request,
        response ->
            switch (response.status()) {
              case Status.OK -> Optional.of(digest);
              case Status.NOT_FOUND -> Optional.empty();
              default -> throw session.unexpected(response);
            });
  }

  /// A small blob, whole and checked.
  byte[] fetch(Descriptor blob) throws IOException {
    if (blob.size() > session.limits().documentBytes()) {
      throw new LimitException(
          "%d bytes, the limit is %d".formatted(blob.size(), session.limits().documentBytes()));
    }
    var request = Request.of("GET", session.endpoint().blob(blob.digest()));
    var bytes =
        session.call(
            request,
            response -> {
              whole(blob, response);
              return response.bytes((int) blob.size());
            });
    if (!blob.digest().matches(blob.digest().newComputation().digest(bytes))) {
      throw differs(blob, "the registry's has other content");
    }
    return bytes;
  }

  /// The bytes from an offset on, skipped to where the server does not serve ranges.
  InputStream open(Descriptor blob, long offset) throws IOException {
    var request = Request.of("GET", session.endpoint().blob(blob.digest()));
    if (offset == 0) {
      return session.open(request, response -> whole(blob, response));
    }
    var ranged = request.with("Range", "bytes=" + offset + "-");
    return session.open(
        ranged,
        response -> {
          if (response.status() == Status.PARTIAL_CONTENT) {
            requireRange(blob, offset, response);
            return response.body();
          }
          var body = whole(blob, response);
          body.skipNBytes(offset);
          return body;
        });
  }

  /// The bytes of a range; absent when the server sends something else.
  Optional<InputStream> open(Descriptor blob, long offset, long length) throws IOException {
    var request =
        Request.of("GET", session.endpoint().blob(blob.digest()))
            .with("Range", "bytes=" + offset + "-" + (offset + length - 1));
    return session.open(
        request,
        response ->
            switch (response.status()) {
              case Status.PARTIAL_CONTENT -> {
                requireRange(blob, offset, response);
                yield Optional.of(response.body());
              }
              case Status.OK, Status.RANGE_NOT_SATISFIABLE -> {
                response.close();
                yield Optional.empty();
              }
              default -> throw session.unexpected(response);
            });
  }

  private InputStream whole(Descriptor blob, Response response) throws IOException {
    if (response.status() == Status.RANGE_NOT_SATISFIABLE) {
      throw differs(blob, "the registry's is shorter");
    }
    if (response.status() != Status.OK) {
      throw session.unexpected(response);
    }
    if (response.length().orElse(blob.size()) != blob.size()) {
      throw differs(blob, "the registry's has " + response.length().getAsLong());
    }
    return response.body();
  }

  private void requireRange(Descriptor blob, long offset, Response response) throws IOException {
    var range =
        response
            .header("Content-Range")
            .flatMap(ContentRange::parse)
            .orElseThrow(() -> new EOFException("a part of the blob, without saying which"));
    if (range.total() >= 0 && range.total() != blob.size()) {
      throw differs(blob, "the registry's has " + range.total());
    }
    if (range.first() != offset) {
      throw new EOFException("bytes from %d, not from %d".formatted(range.first(), offset));
    }
  }

  private AgentException differs(Descriptor blob, String why) {
    return new AgentException(
        FailureReason.DigestMismatch,
        "blob %s of %s: announced with %d bytes, %s"
            .formatted(blob.digest(), session.endpoint(), blob.size(), why));
  }
}
