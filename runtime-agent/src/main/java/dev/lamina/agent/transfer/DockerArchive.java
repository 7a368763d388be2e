package dev.lamina.agent.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.agent.archive.ArchiveLimits;
import dev.lamina.agent.archive.Decompression;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.transfer.IncomingImage.IncomingLayer;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads the images that `docker save` has written: `manifest.json` names, for each image, the file
/// of its config, its names, and the files of its layers.
///
/// The config states the digest of each uncompressed layer, and so under which digest it will be
/// stored. A layer the store has is not even looked for: old archives hold a link in its place.
final class DockerArchive {
  static final String MANIFEST = "manifest.json";

  private static final int IMAGE_LIMIT = 256;
  private static final long UNKNOWN = -1;

  /// `<image id>.json`, or where `docker save` writes an OCI layout as well, a blob of that.
  private static final Pattern NAMED_BY_DIGEST =
      Pattern.compile("(?:blobs/sha256/)?([0-9a-f]{64})(?:\\.json)?");

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final ImageFiles files;

  DockerArchive(ImageFiles files) {
    this.files = files;
  }

  /// Every image of the archive.
  ///
  /// @throws AgentException `InvalidImage`, `DigestMismatch`, `LimitExceeded`
  List<IncomingImage> images() throws IOException {
    var items = items(files.read(MANIFEST, OciJson.DOCUMENT_LIMIT));
    if (items.size() > IMAGE_LIMIT) {
      throw limit(items.size() + " images", IMAGE_LIMIT);
    }
    var images = new ArrayList<IncomingImage>();
    for (var item : items) {
      images.add(image(item));
    }
    return images;
  }

  private List<Item> items(byte[] manifest) {
    try {
      var items = MAPPER.readValue(manifest, Item[].class);
      if (items == null || Arrays.asList(items).contains(null)) {
        throw invalid(MANIFEST + " has no images where they belong", null);
      }
      return List.of(items);
    } catch (IOException e) {
      throw invalid(MANIFEST + " is malformed: " + e.getMessage(), e);
    }
  }

  private IncomingImage image(Item item) throws IOException {
    var configBytes = config(item.config());
    var config = OciJson.config(configBytes);
    if (item.layers().size() > OciJson.LAYER_LIMIT) {
      throw limit(item.layers().size() + " layers in one image", OciJson.LAYER_LIMIT);
    }
    if (item.layers().size() != config.diffIds().size()) {
      throw invalid(
          String.format(
              "%s names %d layers of %s, its config %d",
              MANIFEST, item.layers().size(), item.config(), config.diffIds().size()),
          null);
    }
    var names = item.repoTags().stream().map(Reference::parse).toList();
    return new IncomingImage(config, configBytes, layers(item, config), Optional.empty(), names);
  }

  private byte[] config(String file) throws IOException {
    var named = NAMED_BY_DIGEST.matcher(file);
    return named.matches()
        ? files.read(file, new Digest("sha256", named.group(1)), OciJson.DOCUMENT_LIMIT)
        : files.read(file, OciJson.DOCUMENT_LIMIT);
  }

  private List<IncomingLayer> layers(Item item, ImageConfig config) {
    return IntStream.range(0, item.layers().size())
        .mapToObj(i -> layer(item.layers().get(i), config.diffIds().get(i)))
        .toList();
  }

  private IncomingLayer layer(String file, DiffId diffId) {
    return new IncomingLayer(
        MediaTypes.OCI_LAYER,
        diffId.digest(),
        UNKNOWN,
        () -> Decompression.open(files.open(file), ArchiveLimits.DEFAULT));
  }

  private AgentException invalid(String why, @Nullable Throwable cause) {
    return new AgentException(
        FailureReason.InvalidImage, "importing " + files.source() + ": " + why, cause);
  }

  private AgentException limit(String what, int limit) {
    return new AgentException(
        FailureReason.LimitExceeded,
        "importing " + files.source() + ": it has " + what + ", the limit is " + limit);
  }

  record Item(
      @JsonProperty("Config") String config,
      @JsonProperty("RepoTags") List<String> repoTags,
      @JsonProperty("Layers") List<String> layers) {
    Item {
      config = Objects.requireNonNullElse(config, "");
      repoTags = List.copyOf(Objects.requireNonNullElse(repoTags, List.of()));
      layers = List.copyOf(Objects.requireNonNullElse(layers, List.of()));
    }
  }
}
