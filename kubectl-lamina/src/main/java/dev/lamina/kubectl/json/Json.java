package dev.lamina.kubectl.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// JSON trees and their text.
public final class Json {
  private Json() {}

  /// Made when it is needed: most verbs only read.
  private static final class Writing {
    static final JsonMapper MAPPER = JsonMapper.builder().build();
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode strings(Collection<String> texts) {
    var array = JsonNodeFactory.instance.arrayNode(texts.size());
    texts.forEach(array::add);
    return array;
  }

  public static ArrayNode array(Collection<? extends JsonNode> nodes) {
    var array = JsonNodeFactory.instance.arrayNode(nodes.size());
    array.addAll(nodes);
    return array;
  }

  /// The elements of an array; none where there is none.
  public static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  public static List<String> texts(JsonNode array) {
    return elements(array).stream().map(JsonNode::asText).toList();
  }

  /// The text of a field; absent where it has none.
  public static Optional<String> text(JsonNode node, String field) {
    var value = node.path(field);
    return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
  }

  public static Optional<Instant> time(JsonNode node, String field) {
    try {
      return text(node, field).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /// Reads a text that ends, from whatever wrote it.
  ///
  /// @param source what it is, for the failure
  public static JsonNode parse(byte[] text, String source) {
    try {
      return Trees.first(Trees.FACTORY.createParser(text));
    } catch (IOException e) {
      throw new Failure(FailureReason.InternalError, source + ": " + e.getMessage(), e);
    }
  }

  /// Reads a stream to its end; nothing where there is nothing in it.
  ///
  /// @param source what it is, for the failure
  public static JsonNode read(InputStream stream, String source) {
    try {
      return Trees.first(Trees.FACTORY.createParser(stream));
    } catch (IOException e) {
      throw new Failure(FailureReason.InternalError, source + ": " + e.getMessage(), e);
    }
  }

  /// One document after the other, as they come.
  public static JsonParser documents(InputStream stream) throws IOException {
    return Trees.FACTORY.createParser(stream);
  }

  /// The document that begins with the current token.
  public static JsonNode document(JsonParser documents) throws IOException {
    return Trees.value(documents);
  }

  public static String pretty(JsonNode node) {
    return write(Writing.MAPPER, node, true);
  }

  public static String line(JsonNode node) {
    return write(Writing.MAPPER, node, false);
  }

  public static String yaml(JsonNode node) {
    var factory =
        YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();
    return write(new ObjectMapper(factory), node, false).stripTrailing();
  }

  private static String write(ObjectMapper mapper, JsonNode node, boolean isPretty) {
    try {
      return isPretty
          ? mapper.writerWithDefaultPrettyPrinter().writeValueAsString(node)
          : mapper.writeValueAsString(node);
    } catch (JacksonException e) {
      throw new Failure(FailureReason.InternalError, "writing JSON: " + e.getMessage(), e);
    }
  }
}
