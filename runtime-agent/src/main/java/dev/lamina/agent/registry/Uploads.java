package dev.lamina.agent.registry;

import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.registry.Repository.BlobSource;
import dev.lamina.agent.registry.Repository.Upload;
import dev.lamina.agent.registry.transport.Request;
import dev.lamina.agent.registry.transport.Response;
import dev.lamina.agent.registry.transport.Status;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Starts uploads of blobs. See the distribution-spec, "Pushing blobs" and "Mounting a blob from
/// another repository".
record Uploads(Session session) {
  /// The uploads of a session whose scope is only to pull.
  ///
  /// @param mountFrom the other repository to be read; absent = none
  static Uploads of(Session session, @Nullable String mountFrom) {
    var scope = "repository:" + session.endpoint().repository() + ":pull,push";
    var mounted = mountFrom == null ? "" : " repository:" + mountFrom + ":pull";
    return new Uploads(session.with(scope + mounted));
  }

  Upload push(Descriptor blob, BlobSource source, @Nullable String mountFrom) throws IOException {
    if (new Blobs(session).find(blob.digest()).isPresent()) {
      return Upload.PRESENT;
    }
    var started = mountFrom == null ? Optional.of(start()) : mount(blob, mountFrom);
    if (started.isEmpty()) {
      return Upload.MOUNTED;
    }
    new BlobUpload(this, blob, source, started.get()).run();
    return Upload.UPLOADED;
  }

  /// Where to upload to.
  URI start() throws IOException {
    var request = Request.of("POST", session.endpoint().uploads(""));
    return session.call(
        request,
        response -> {
          if (response.status() != Status.ACCEPTED) {
            throw session.unexpected(response);
          }
          return location(response);
        });
  }

  /// Absent when the blob is there now; a registry that does not mount starts an upload.
  private Optional<URI> mount(Descriptor blob, String mountFrom) throws IOException {
    var query =
        "mount="
            + Endpoint.encoded(blob.digest().toString())
            + "&from="
            + Endpoint.encoded(mountFrom);
    var request = Request.of("POST", session.endpoint().uploads(query));
    var status =
        session.call(
            request,
            response ->
                switch (response.status()) {
                  case Status.CREATED -> Mount.DONE;
                  case Status.ACCEPTED -> new Mount(location(response));
                  default -> Mount.REFUSED;
                });
    if (status.equals(Mount.REFUSED)) {
      return Optional.of(start());
    }
    return Optional.ofNullable(status.upload());
  }

  private record Mount(@Nullable URI upload, boolean refused) {
    static final Mount DONE = new Mount(null, false);
    static final Mount REFUSED = new Mount(null, true);

    Mount(URI upload) {
      this(upload, false);
    }
  }

  /// Where an upload goes on; another host may be named, which then gets no credential.
  URI location(Response response) throws IOException {
    var location =
        response
            .header("Location")
            .orElseThrow(() -> new IOException("the registry does not say where to upload to"));
    return session.redirects().target(response.uri(), location);
  }
}
