package dev.lamina.agent.http.mirror;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a request asks for. See the distribution-spec, "Endpoints".
sealed interface MirrorCall {
  /// `/v2/`: whether this protocol is spoken here.
  record Ping() implements MirrorCall {}

  /// By tag or by digest.
  record OfManifest(Reference name) implements MirrorCall {}

  record OfBlob(Reference repository, Digest digest) implements MirrorCall {}

  record OfTags(Reference repository) implements MirrorCall {}

  Pattern CONTENT = Pattern.compile("/v2/(.+)/(manifests|blobs)/([^/]+)");
  Pattern TAGS = Pattern.compile("/v2/(.+)/tags/list");

  /// Understands a path.
  ///
  /// @param namespace the registry a mirror stands in for, as containerd says in `ns`
  /// @return empty for what is not served here
  /// @throws MirrorFailure when a part of it is malformed
  static Optional<MirrorCall> of(String path, @Nullable String namespace) {
    if (path.equals("/v2/") || path.equals("/v2")) {
      return Optional.of(new Ping());
    }
    var tags = TAGS.matcher(path);
    if (tags.matches()) {
      return Optional.of(new OfTags(repository(tags.group(1), namespace)));
    }
    var content = CONTENT.matcher(path);
    if (!content.matches()) {
      return Optional.empty();
    }
    var repository = repository(content.group(1), namespace);
    return Optional.of(
        content.group(2).equals("blobs")
            ? new OfBlob(repository, digest(content.group(3)))
            : new OfManifest(named(repository, content.group(3))));
  }

  private static Reference repository(String path, @Nullable String namespace) {
    try {
      if (path.indexOf('@') < 0 && path.lastIndexOf(':') <= path.lastIndexOf('/')) {
        return Reference.parse(namespace == null ? path : namespace + "/" + path);
      }
    } catch (AgentException e) {
      throw new MirrorFailure(MirrorFailure.Code.NAME_INVALID, e.getMessage(), e);
    }
    throw new MirrorFailure(MirrorFailure.Code.NAME_INVALID, "'" + path + "' is not a repository");
  }

  private static Reference named(Reference repository, String tagOrDigest) {
    if (tagOrDigest.indexOf(':') >= 0) {
      return new Reference(
          repository.registry(), repository.repository(), null, digest(tagOrDigest));
    }
    try {
      return repository.withTag(tagOrDigest);
    } catch (AgentException e) {
      throw new MirrorFailure(MirrorFailure.Code.MANIFEST_UNKNOWN, e.getMessage(), e);
    }
  }

  private static Digest digest(String text) {
    if (!Digest.isDigest(text)) {
      throw new MirrorFailure(
          MirrorFailure.Code.DIGEST_INVALID, "'" + text + "' is not a digest of a known kind");
    }
    return Digest.parse(text);
  }
}
