package dev.lamina.agent.registry;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.crds.failure.FailureReason;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A repository that is asked of its mirrors first, then of its registry; written to the registry
/// only.
final class MirroredRepository implements Repository {
  private final Reference name;
  private final Fallback fallback;

  MirroredRepository(Reference name, List<Session> sessions) {
    this.name = name;
    this.fallback = new Fallback(sessions);
  }

  @Override
  public Descriptor resolve(String tagOrDigest) {
    requireTagOrDigest(tagOrDigest);
    return fallback.first(
        "resolving " + tagOrDigest, session -> new Manifests(session).resolve(tagOrDigest));
  }

  @Override
  public RemoteManifest fetchManifest(String tagOrDigest) {
    requireTagOrDigest(tagOrDigest);
    return fallback.first(
        "manifest " + tagOrDigest, session -> new Manifests(session).fetch(tagOrDigest));
  }

  @Override
  public InputStream openBlob(Descriptor blob, long offset) {
    return new BlobStream(
        "blob " + blob.digest() + " of " + name.name(),
        offset,
        blob.size(),
        position -> open(blob, position));
  }

  @Override
  public Optional<InputStream> openBlobRange(Descriptor blob, long offset, long length) {
    return range(blob, offset, length)
        .map(in ->
            new BlobStream(
                "blob " + blob.digest() + " of " + name.name(),
                offset,
                offset + length,
                position ->
                    range(blob, position, offset + length - position)
                        .orElseThrow(() -> noMoreRanges(blob)),
                in));
  }

  @Override
  public byte[] fetchBlob(Descriptor blob) {
    return fallback.first("blob " + blob.digest(), session -> new Blobs(session).fetch(blob));
  }

  @Override
  public boolean hasBlob(Digest digest) {
    return fallback.find("blob " + digest, session -> new Blobs(session).find(digest)).isPresent();
  }

  @Override
  public List<String> tags() {
    return fallback.first(
        "tags", session -> new Pages(session, session.endpoint().tags(), "tags").fetch());
  }

  @Override
  public List<Descriptor> referrers(Digest subject, @Nullable String artifactType) {
    return fallback
        .find(
            "referrers of " + subject,
            session -> new Referrers(session).fetch(subject, artifactType))
        .orElse(List.of());
  }

  @Override
  public Upload pushBlob(Descriptor blob, BlobSource source, @Nullable String mountFrom) {
    return fallback.last(
        "pushing blob " + blob.digest(),
        session -> Uploads.of(session, mountFrom).push(blob, source, mountFrom));
  }

  @Override
  public void pushManifest(String tagOrDigest, String mediaType, byte[] bytes) {
    requireTagOrDigest(tagOrDigest);
    fallback.last(
        "pushing manifest " + tagOrDigest,
        session -> {
          new ManifestUpload(Uploads.of(session, null).session())
              .push(tagOrDigest, mediaType, bytes);
          return tagOrDigest;
        });
  }

  private InputStream open(Descriptor blob, long position) {
    return fallback.first(
        "blob " + blob.digest(), session -> new Blobs(session).open(blob, position));
  }

  private Optional<InputStream> range(Descriptor blob, long offset, long length) {
    return fallback.first(
        "blob " + blob.digest(), session -> new Blobs(session).open(blob, offset, length));
  }

  private AgentException noMoreRanges(Descriptor blob) {
    return new AgentException(
        FailureReason.RegistryUnavailable,
        "blob %s of %s: the registry serves ranges no more".formatted(blob.digest(), name.name()));
  }

  /// Nothing else may get into a URL.
  private void requireTagOrDigest(String text) {
    if (!Digest.isDigest(text)) {
      name.withTag(text);
    }
  }
}
