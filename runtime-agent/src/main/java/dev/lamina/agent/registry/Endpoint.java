package dev.lamina.agent.registry;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.registry.transport.Origin;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Where a repository is served: by its registry, or by a mirror of that.
///
/// @param base scheme, host and port
/// @param registry under which credentials are looked up
/// @param repository as it is called there
/// @param namespace the registry a mirror stands in for, sent to it as `ns`; absent = no mirror
record Endpoint(URI base, String registry, String repository, @Nullable String namespace) {
  Origin origin() {
    try {
      return Origin.of(base);
    } catch (IOException e) {
      throw new AgentException(FailureReason.InvalidReference, base + ": " + e.getMessage(), e);
    }
  }

  URI manifest(String tagOrDigest) {
    return uri("manifests/" + tagOrDigest, "");
  }

  URI blob(Digest digest) {
    return uri("blobs/" + digest, "");
  }

  URI tags() {
    return uri("tags/list", "");
  }

  URI referrers(Digest subject, @Nullable String artifactType) {
    return uri(
        "referrers/" + subject,
        artifactType == null ? "" : "artifactType=" + encoded(artifactType));
  }

  URI uploads(String query) {
    return uri("blobs/uploads/", query);
  }

  boolean isMirror() {
    return namespace != null;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private URI uri(String path, String query) {
    var mirrored = namespace == null ? "" : "ns=" + encoded(namespace);
    var both = query + (query.isEmpty() || mirrored.isEmpty() ? "" : "&") + mirrored;
    return URI.create(base + "/v2/" + repository + "/" + path + (both.isEmpty() ? "" : "?" + both));
  }

  @Override
  public String toString() {
    return base.getRawAuthority() + "/" + repository;
  }
}
