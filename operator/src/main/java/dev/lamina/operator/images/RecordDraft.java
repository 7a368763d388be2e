package dev.lamina.operator.images;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.crds.imagenode.ImageFacts;
import dev.lamina.crds.imagerecord.ImageRecordStatus;
import dev.lamina.crds.imagerecord.RecordedConfig;
import dev.lamina.crds.imagerecord.RecordedLayer;
import dev.lamina.crds.imagerecord.RecordedPackages;
import dev.lamina.crds.imagerecord.RecordedStep;
import dev.lamina.operator.status.HumanReadable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The facts of an image, from documents that a node has handed out. Nothing in them is believed
/// before the digests fit, and every text is cut to what the API allows.
final class RecordDraft {
  private static final String MISSING = "<missing>";
  private static final int MOST_LAYERS = 512;
  private static final int MOST_ENTRIES = 256;
  private static final int MOST_PORTS = 128;
  private static final int LONGEST_TEXT = 4096;
  private static final int LONGEST_LINE = 1024;
  private static final int LONGEST_WORD = 256;
  private static final int LONGEST_TYPE = 128;
  private static final int LONGEST_SIGNAL = 32;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String digest;
  private final JsonNode manifest;
  private final JsonNode config;
  private final List<Long> unpacked;
  private final @Nullable RecordedPackages packages;

  private RecordDraft(String digest, JsonNode manifest, JsonNode config, ImageFacts facts) {
    this.digest = digest;
    this.manifest = manifest;
    this.config = config;
    this.unpacked = facts.unpackedBytes();
    this.packages = facts.packages();
  }

  /// The facts of the image with a digest.
  ///
  /// @throws IllegalArgumentException if the documents are not its documents; the message says why
  static ImageRecordStatus of(String digest, ImageFacts facts) {
    require(digest, facts.manifest(), "manifest");
    try {
      var manifest = JSON.readTree(facts.manifest());
      var imageId = manifest.at("/config/digest").asText();
      require(imageId, facts.config(), "config");
      var config = JSON.readTree(facts.config());
      return new RecordDraft(digest, manifest, config, facts).status(imageId);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a document is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// A record that says why it has no facts.
  static ImageRecordStatus without(String digest, String problem) {
    return new ImageRecordStatus(
        digest,
        null,
        null,
        List.of(),
        null,
        null,
        null,
        null,
        List.of(),
        null,
        List.of(),
        null,
        null,
        null,
        null,
        null,
        cut(problem, LONGEST_WORD),
        0);
  }

  private static void require(String digest, String document, String what) {
    if (!digest.equals("sha256:" + sha256(document))) {
      throw new IllegalArgumentException("the " + what + " does not have the digest " + digest);
    }
  }

  private static String sha256(String text) {
    try {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private ImageRecordStatus status(String imageId) {
    var layers = layers();
    var download = layers.stream().mapToLong(layer -> number(layer.bytes())).sum();
    var size = layers.stream().mapToLong(layer -> number(layer.unpackedBytes())).sum();
    return new ImageRecordStatus(
        digest,
        imageId,
        ImageRows.shortId(imageId),
        List.of(),
        platform(),
        instant(config.path("created")),
        text(config.path("author"), LONGEST_WORD),
        config(config.path("config")),
        layers,
        layers.size(),
        history(imageId, layers),
        packages,
        size,
        HumanReadable.decimalSize(size),
        download,
        HumanReadable.decimalSize(download),
        null,
        0);
  }

  private String platform() {
    var os = config.path("os").asText("");
    var architecture = config.path("architecture").asText("");
    var variant = config.path("variant").asText("");
    var platform = os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    return cut(platform, 64);
  }

  private List<RecordedLayer> layers() {
    var diffIds = elements(config.at("/rootfs/diff_ids"));
    var origins = new ArrayDeque<String>();
    elements(config.path("history")).stream()
        .filter(step -> !step.path("empty_layer").asBoolean())
        .forEach(step -> origins.add(step.path("created_by").asText("")));
    var layers = new ArrayList<RecordedLayer>();
    for (var blob : elements(manifest.path("layers"))) {
      var place = layers.size();
      var origin = origins.poll();
      layers.add(
          new RecordedLayer(
              cut(blob.path("digest").asText(), 80),
              place < diffIds.size() ? text(diffIds.get(place), 80) : null,
              text(blob.path("mediaType"), LONGEST_TYPE),
              blob.path("size").asLong(),
              place < unpacked.size() ? unpacked.get(place) : null,
              origin == null || origin.isEmpty() ? null : cut(origin, LONGEST_LINE)));
    }
    return List.copyOf(layers);
  }

  /// Layers are given to the steps that made one, lowest first; those that are left come on top.
  private List<RecordedStep> history(String imageId, List<RecordedLayer> layers) {
    var sizes = new ArrayDeque<Long>();
    layers.forEach(layer -> sizes.add(number(layer.unpackedBytes())));
    var steps = new ArrayList<RecordedStep>();
    for (var step : elements(config.path("history"))) {
      var empty = step.path("empty_layer").asBoolean();
      var size = empty ? null : sizes.poll();
      steps.add(
          new RecordedStep(
              MISSING,
              instant(step.path("created")),
              text(step.path("created_by"), LONGEST_LINE),
              number(size),
              empty,
              text(step.path("comment"), LONGEST_WORD)));
    }
    sizes.forEach(size -> steps.add(new RecordedStep(MISSING, null, null, size, false, null)));
    return newestFirst(imageId, steps);
  }

  private static List<RecordedStep> newestFirst(String imageId, List<RecordedStep> steps) {
    var newestFirst = new ArrayList<>(steps.reversed());
    if (!newestFirst.isEmpty()) {
      var top = newestFirst.getFirst();
      newestFirst.set(
          0,
          new RecordedStep(
              imageId, top.created(), top.createdBy(), top.bytes(), top.empty(), top.comment()));
    }
    return newestFirst.stream().limit(MOST_LAYERS).toList();
  }

  private static RecordedConfig config(JsonNode node) {
    return new RecordedConfig(
        texts(node.path("Entrypoint"), MOST_ENTRIES),
        texts(node.path("Cmd"), MOST_ENTRIES),
        texts(node.path("Env"), MOST_LAYERS),
        keys(node.path("ExposedPorts"), 32),
        keys(node.path("Volumes"), LONGEST_LINE),
        text(node.path("User"), LONGEST_WORD),
        text(node.path("WorkingDir"), LONGEST_LINE),
        text(node.path("StopSignal"), LONGEST_SIGNAL),
        labels(node.path("Labels")));
  }

  private static Map<String, String> labels(JsonNode node) {
    var labels = new TreeMap<String, String>();
    node.properties().stream()
        .limit(MOST_ENTRIES)
        .forEach(label -> labels.put(label.getKey(), cut(label.getValue().asText(), LONGEST_TEXT)));
    return labels;
  }

  private static List<String> keys(JsonNode node, int longest) {
    return node.properties().stream()
        .map(entry -> cut(entry.getKey(), longest))
        .sorted()
        .limit(MOST_PORTS)
        .toList();
  }

  private static List<String> texts(JsonNode node, int most) {
    return elements(node).stream()
        .limit(most)
        .map(element -> cut(element.asText(), LONGEST_TEXT))
        .toList();
  }

  private static List<JsonNode> elements(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false).limit(MOST_LAYERS).toList()
        : List.of();
  }

  private static long number(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  private static @Nullable String text(JsonNode node, int longest) {
    var text = node.asText("");
    return text.isEmpty() ? null : cut(text, longest);
  }

  private static String cut(String text, int longest) {
    return text.substring(0, Math.min(text.length(), longest));
  }

  private static @Nullable Instant instant(JsonNode node) {
    try {
      return node.isTextual() ? OffsetDateTime.parse(node.asText()).toInstant() : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
