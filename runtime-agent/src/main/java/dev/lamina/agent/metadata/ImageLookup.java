package dev.lamina.agent.metadata;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.crds.failure.FailureReason;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a person's name for an image means, in this order: a name in the store, the manifest digest
/// after an `@`, an image ID or a manifest digest, a prefix of one.
///
/// A name wins over a prefix, so that `cafe` is the image `cafe` even where an ID begins like that.
/// After an `@` only the digest counts: it names bytes, and the tag before it may have moved on.
final class ImageLookup {
  private static final Pattern PREFIX = Pattern.compile("(?:sha256:)?([0-9a-f]{2,64})");
  private static final String SHA256 = "sha256:";

  /// Sorts behind every hex digit.
  private static final String AFTER = "~";

  private final Statements statements;
  private final Tenant tenant;
  private final Statements.RowReader<StoredImage> reader;

  ImageLookup(Statements statements, Tenant tenant, Statements.RowReader<StoredImage> reader) {
    this.statements = statements;
    this.tenant = tenant;
    this.reader = reader;
  }

  Optional<StoredImage> image(String text) throws SQLException {
    if (Digest.isDigest(text)) {
      return byPrefix(text, text);
    }
    var name = name(text);
    if (name.isPresent()) {
      return byName(name.get());
    }
    var digest = Reference.parse(text).digest();
    if (digest != null) {
      return byManifest(digest);
    }
    var prefix = PREFIX.matcher(text);
    return prefix.matches() ? byPrefix(text, SHA256 + prefix.group(1)) : Optional.empty();
  }

  Optional<Reference> name(String text) throws SQLException {
    if (Digest.isDigest(text)) {
      return Optional.empty();
    }
    for (var candidate : candidates(text)) {
      if (byName(candidate).isPresent()) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /// A name without a host is the tenant's own before it is Docker Hub's.
  private static List<Reference> candidates(String text) {
    var written = Reference.parse(text);
    return Reference.hasRegistry(text)
        ? List.of(written)
        : List.of(Reference.parseLocal(text), written);
  }

  private Optional<StoredImage> byName(Reference name) throws SQLException {
    return statements.first(
        """
        SELECT record FROM image NATURAL JOIN image_name WHERE tenant = ? AND name = ?
        """,
        reader,
        tenant,
        name);
  }

  private Optional<StoredImage> byManifest(Digest manifest) throws SQLException {
    return statements.first(
        "SELECT record FROM image WHERE tenant = ? AND manifest = ?", reader, tenant, manifest);
  }

  /// One image may be stored under several manifests (compressed in other ways): the newest serves.
  private Optional<StoredImage> byPrefix(String text, String prefix) throws SQLException {
    var found =
        statements.list(
            """
            SELECT record FROM image
            WHERE tenant = ?1 AND (image_id >= ?2 AND image_id < ?3
              OR manifest >= ?2 AND manifest < ?3)
            ORDER BY stored_at DESC, manifest
            """,
            reader,
            tenant,
            prefix,
            prefix + AFTER);
    var ids = found.stream().map(StoredImage::imageId).distinct().toList();
    if (ids.size() > 1) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "image '"
              + text
              + "' is ambiguous, it begins the ids or digests of "
              + ids.stream().map(Digest::shortHex).sorted().collect(Collectors.joining(", ")));
    }
    return found.stream().findFirst();
  }
}
