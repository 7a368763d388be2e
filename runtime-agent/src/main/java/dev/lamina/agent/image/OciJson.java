package dev.lamina.agent.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads and writes image documents.
///
/// Reading is strict where an attacker could make two readers disagree: duplicate keys, a document
/// that is both manifest and index, a media type that contradicts the content. Writing the same
/// value gives the same bytes, so the same digest.
public final class OciJson {
  /// Bytes of a manifest, an index or a config; the distribution-spec asks clients for at least
  /// this.
  public static final int DOCUMENT_LIMIT = 4 * 1024 * 1024;

  /// Layers of one image.
  public static final int LAYER_LIMIT = 512;

  private static final int DEPTH_LIMIT = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEPTH_LIMIT)
                .maxDocumentLength(DOCUMENT_LIMIT)
                .maxStringLength(DOCUMENT_LIMIT)
                .build());
  }

  private OciJson() {}

  /// Reads the manifest of one image.
  ///
  /// @throws AgentException `InvalidImage` when the bytes are no manifest of `mediaType`
  public static Manifest manifest(byte[] bytes, String mediaType) {
    var tree = tree(bytes, "manifest");
    if (tree.has("manifests") || tree.has("fsLayers")) {
      throw invalid("manifest", "it has the keys of another kind of document", null);
    }
    requireMediaType(tree, mediaType);
    if (!tree.path("config").isObject() || !tree.path("layers").isArray()) {
      throw invalid("manifest", "config or layers is missing", null);
    }
    if (tree.path("layers").size() > LAYER_LIMIT) {
      throw new AgentException(
          FailureReason.LimitExceeded,
          "manifest has " + tree.path("layers").size() + " layers, the limit is " + LAYER_LIMIT);
    }
    return convert(tree, Manifest.class, "manifest");
  }

  /// Reads an image index.
  ///
  /// @throws AgentException `InvalidImage` when the bytes are no index of `mediaType`
  public static Index index(byte[] bytes, String mediaType) {
    var tree = tree(bytes, "index");
    if (tree.has("layers") || tree.has("config") || tree.has("fsLayers")) {
      throw invalid("index", "it has the keys of another kind of document", null);
    }
    requireMediaType(tree, mediaType);
    if (!tree.path("manifests").isArray()) {
      throw invalid("index", "manifests is missing", null);
    }
    return convert(tree, Index.class, "index");
  }

  /// Reads an image config.
  ///
  /// @throws AgentException `InvalidImage` when the bytes are no image config
  public static ImageConfig config(byte[] bytes) {
    var tree = tree(bytes, "config");
    if (!tree.path("rootfs").path("diff_ids").isArray()) {
      throw invalid("config", "rootfs.diff_ids is missing", null);
    }
    return convert(tree, ImageConfig.class, "config");
  }

  /// Reads the config of a build cache.
  ///
  /// @throws AgentException `InvalidImage` when the bytes are none
  public static CacheConfig cacheConfig(byte[] bytes) {
    return convert(tree(bytes, "build cache"), CacheConfig.class, "build cache");
  }

  /// The canonical bytes of a document.
  public static byte[] bytes(Object document) {
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a document of records always has a JSON form", e);
    }
  }

  private static JsonNode tree(byte[] bytes, String kind) {
    if (bytes.length > DOCUMENT_LIMIT) {
      throw new AgentException(
          FailureReason.LimitExceeded,
          kind + " has " + bytes.length + " bytes, the limit is " + DOCUMENT_LIMIT);
    }
    try {
      var tree = MAPPER.readTree(bytes);
      if (tree == null || !tree.isObject()) {
        throw invalid(kind, "it is not a JSON object", null);
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw invalid(kind, e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw invalid(kind, String.valueOf(e.getMessage()), e);
    }
  }

  private static void requireMediaType(JsonNode tree, String mediaType) {
    var stated = tree.path("mediaType").asText(mediaType);
    if (!stated.equals(mediaType)) {
      throw invalid("document", "it is served as " + mediaType + " but says " + stated, null);
    }
  }

  private static <T> T convert(JsonNode tree, Class<T> type, String kind) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof AgentException understood) {
          throw understood;
        }
      }
      throw invalid(kind, e.getOriginalMessage(), e);
    }
  }

  private static AgentException invalid(String kind, String why, @Nullable Throwable cause) {
    return new AgentException(FailureReason.InvalidImage, "image " + kind + ": " + why, cause);
  }
}
