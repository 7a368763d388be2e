package dev.lamina.crds.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.meta.SealedValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Orders as JSON, and the hash that freezes them.
///
/// The hash is that of the canonical form: keys sorted, no white space, UTF-8. An order that went
/// through an API server, which may sort keys as it likes, hashes to the same value.
public final class Payload {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Payload() {}

  public static ObjectNode of(BuildOrder order) {
    return JSON.valueToTree(order);
  }

  public static ObjectNode of(RunOrder order) {
    return JSON.valueToTree(order);
  }

  /// Reads the order of a Build; an IllegalArgumentException says that it is none.
  public static BuildOrder buildOrder(ObjectNode payload) {
    return read(payload, BuildOrder.class);
  }

  /// Reads the order of a Run; an IllegalArgumentException says that it is none.
  public static RunOrder runOrder(ObjectNode payload) {
    return read(payload, RunOrder.class);
  }

  /// `sha256:` and the hash of payload and sealed parts together, as in
  /// `NodeTask.spec.payloadHash`.
  public static String hash(ObjectNode payload, List<SealedValue> sealed) {
    var whole = JSON.createObjectNode();
    whole.set("payload", payload);
    whole.set("sealed", JSON.valueToTree(sealed));
    var digest = sha256().digest(canonical(whole).toString().getBytes(StandardCharsets.UTF_8));
    return "sha256:" + HexFormat.of().formatHex(digest);
  }

  private static <T> T read(ObjectNode payload, Class<T> type) {
    try {
      return JSON.treeToValue(payload, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "payload is not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }

  private static JsonNode canonical(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        var sorted = JSON.createObjectNode();
        object.properties().stream()
            .sorted(Map.Entry.comparingByKey())
            .forEach(property -> sorted.set(property.getKey(), canonical(property.getValue())));
        yield sorted;
      }
      case ArrayNode array -> {
        var copy = JSON.createArrayNode();
        array.forEach(element -> copy.add(canonical(element)));
        yield copy;
      }
      default -> node;
    };
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
