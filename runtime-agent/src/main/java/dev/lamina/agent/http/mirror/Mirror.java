package dev.lamina.agent.http.mirror;

import dev.lamina.agent.content.BlobStat;
import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.http.Json;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.ImageStore;
import dev.lamina.agent.metadata.ImageStore.NamedImage;
import dev.lamina.agent.metadata.Tenant;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds what may be served: content of images with a name of one of the tenants.
public final class Mirror {
  private final ImageStore images;
  private final ContentStore content;
  private final List<Tenant> tenants;

  /// @param tenants whose names are served; where two have the same one, the first wins
  public Mirror(ImageStore images, ContentStore content, List<Tenant> tenants) {
    this.images = images;
    this.content = content;
    this.tenants = List.copyOf(tenants);
  }

  /// A manifest, checked against its digest.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Document(Digest digest, String mediaType, byte[] bytes) {}

  /// The manifest, or index, of a name with a tag or a digest.
  Optional<Document> manifest(Reference name) {
    var digest = name.digest();
    return digest == null ? tagged(name) : byDigest(name, digest);
  }

  /// A blob that an image of this repository has.
  Optional<BlobStat> blob(Reference repository, Digest digest) {
    return named(repository).anyMatch(image -> image.image().blobs().contains(digest))
        ? content.stat(digest)
        : Optional.empty();
  }

  /// The bytes of a blob.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `NotFound` when it went meanwhile
  InputStream open(BlobStat blob) {
    return content.open(blob.digest());
  }

  /// The tags of a repository, sorted; none for one that is not here.
  List<String> tags(Reference repository) {
    return named(repository)
        .flatMap(image -> image.names().stream())
        .filter(name -> isOf(name, repository))
        .map(Reference::tag)
        .filter(Objects::nonNull)
        .distinct()
        .sorted()
        .toList();
  }

  private Optional<Document> tagged(Reference name) {
    return tenants.stream()
        .flatMap(tenant -> images.find(tenant, name.toString()).stream())
        .findFirst()
        .flatMap(image -> document(image.digest(), image.manifest().mediaType()));
  }

  private Optional<Document> byDigest(Reference name, Digest digest) {
    var isKnown =
        named(name)
            .anyMatch(image ->
                image.image().blobs().contains(digest)
                    || image.names().stream()
                        .anyMatch(known -> isOf(known, name) && digest.equals(known.digest())));
    return isKnown ? document(digest, "") : Optional.empty();
  }

  /// @param mediaType empty = what the document says itself; one that is no manifest is none
  private Optional<Document> document(Digest digest, String mediaType) {
    if (content.stat(digest).filter(blob -> blob.size() <= OciJson.DOCUMENT_LIMIT).isEmpty()) {
      return Optional.empty();
    }
    var bytes = content.read(digest, OciJson.DOCUMENT_LIMIT);
    var type = mediaType.isEmpty() ? mediaType(bytes) : mediaType;
    return MediaTypes.isManifest(type) || MediaTypes.isIndex(type)
        ? Optional.of(new Document(digest, type, bytes))
        : Optional.empty();
  }

  /// A blob asked for as a manifest may be anything, a layer too.
  private static String mediaType(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != '{') {
      return "";
    }
    var document = Json.parse(new String(bytes, StandardCharsets.UTF_8));
    if (document.has("mediaType")) {
      return document.path("mediaType").asText();
    }
    return document.has("manifests")
        ? MediaTypes.OCI_INDEX
        : document.has("layers") ? MediaTypes.OCI_MANIFEST : "";
  }

  private Stream<NamedImage> named(Reference repository) {
    return tenants.stream()
        .flatMap(tenant -> images.list(tenant).stream())
        .filter(image -> image.names().stream().anyMatch(name -> isOf(name, repository)));
  }

  private static boolean isOf(Reference name, Reference repository) {
    return name.name().equals(repository.name());
  }
}
