package dev.lamina.agent.registry;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.registry.transport.Request;
import dev.lamina.agent.registry.transport.Response;
import dev.lamina.agent.registry.transport.Status;
import dev.lamina.agent.registry.transport.Text;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/// Manifests and indexes of one endpoint. See the distribution-spec, "Pulling manifests".
record Manifests(Session session) {
  private static final String DIGEST = "Docker-Content-Digest";
  private static final String ACCEPT =
      String.join(
          ", ",
          MediaTypes.OCI_INDEX,
          MediaTypes.OCI_MANIFEST,
          MediaTypes.DOCKER_INDEX,
          MediaTypes.DOCKER_MANIFEST);

  Descriptor resolve(String tagOrDigest) throws IOException {
    var known = session.call(request("HEAD", tagOrDigest), answer -> head(tagOrDigest, answer));
    return known.isPresent() ? known.get() : fetch(tagOrDigest).descriptor();
  }

  RemoteManifest fetch(String tagOrDigest) throws IOException {
    session.rate().take();
    return session.call(
        request("GET", tagOrDigest),
        response -> {
          if (response.status() != Status.OK) {
            throw session.unexpected(response);
          }
          return read(tagOrDigest, response);
        });
  }

  private Request request(String method, String tagOrDigest) {
    return Request.of(method, session.endpoint().manifest(tagOrDigest)).with("Accept", ACCEPT);
  }

  /// The descriptor, where the answer says all of it.
  private Optional<Descriptor> head(String tagOrDigest, Response response) throws IOException {
    if (response.status() == Status.NOT_FOUND
        || response.status() == Status.UNAUTHORIZED
        || response.status() == Status.FORBIDDEN) {
      throw session.unexpected(response);
    }
    var mediaType = mediaType(response);
    var digest = digest(response);
    if (response.status() != Status.OK
        || !isKnown(mediaType)
        || digest.isEmpty()
        || response.length().isEmpty()) {
      return Optional.empty();
    }
    requireAsked(tagOrDigest, digest.get());
    return Optional.of(new Descriptor(mediaType, digest.get(), response.length().getAsLong()));
  }

  private RemoteManifest read(String tagOrDigest, Response response) throws IOException {
    var bytes = response.bytes(session.limits().documentBytes());
    var announced = digest(response).orElseGet(() -> Digest.sha256(bytes));
    var expected = Digest.isDigest(tagOrDigest) ? Digest.parse(tagOrDigest) : announced;
    requireAsked(tagOrDigest, announced);
    if (!expected.matches(expected.newComputation().digest(bytes))) {
      throw new AgentException(
          FailureReason.DigestMismatch,
          "manifest %s of %s: the bytes are not %s"
              .formatted(tagOrDigest, session.endpoint(), expected));
    }
    var mediaType = mediaType(response);
    requireWellFormed(mediaType, bytes);
    return new RemoteManifest(new Descriptor(mediaType, expected, bytes.length), bytes);
  }

  private void requireAsked(String tagOrDigest, Digest answered) {
    if (Digest.isDigest(tagOrDigest)
        && !tagOrDigest.equals(answered.toString())
        && Digest.parse(tagOrDigest).algorithm().equals(answered.algorithm())) {
      throw new AgentException(
          FailureReason.DigestMismatch,
          "manifest %s of %s: the registry answers %s"
              .formatted(tagOrDigest, session.endpoint(), answered));
    }
  }

  /// Refuses a document that is not what it is served as (CVE-2021-41190).
  private void requireWellFormed(String mediaType, byte[] bytes) {
    if (MediaTypes.isIndex(mediaType)) {
      OciJson.index(bytes, mediaType);
    } else if (MediaTypes.isManifest(mediaType)) {
      OciJson.manifest(bytes, mediaType);
    } else {
      throw new AgentException(
          FailureReason.InvalidImage,
          "manifest from %s: media type '%s' is not that of an image"
              .formatted(session.endpoint(), mediaType));
    }
  }

  private static boolean isKnown(String mediaType) {
    return MediaTypes.isIndex(mediaType) || MediaTypes.isManifest(mediaType);
  }

  private static String mediaType(Response response) {
    var text = response.header("Content-Type").orElse("");
    var end = text.indexOf(';');
    return Text.line(end < 0 ? text : text.substring(0, end)).toLowerCase(Locale.ROOT);
  }

  private static Optional<Digest> digest(Response response) {
    return response.header(DIGEST).map(Digest::parse);
  }
}
