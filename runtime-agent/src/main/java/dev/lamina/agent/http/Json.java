package dev.lamina.agent.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The JSON of the local API: absent in place of null, times as RFC 3339, unknown fields refused.
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private Json() {}

  public static JsonNode tree(@Nullable Object value) {
    return value == null ? JsonNodeFactory.instance.objectNode() : MAPPER.valueToTree(value);
  }

  public static JsonNode parse(String text) {
    try {
      return text.isBlank() ? JsonNodeFactory.instance.objectNode() : MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AgentException(
          FailureReason.InvalidArgument, "not JSON: " + e.getOriginalMessage(), e);
    }
  }

  public static <T> T read(JsonNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (UnrecognizedPropertyException e) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "unknown field '" + e.getPropertyName() + "', known are " + e.getKnownPropertyIds(),
          e);
    } catch (JsonProcessingException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof AgentException understood) {
          throw understood;
        }
      }
      throw new AgentException(FailureReason.InvalidArgument, e.getOriginalMessage(), e);
    }
  }

  /// One line without its newline.
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records always have a JSON form", e);
    }
  }

  /// For people: indented.
  public static String pretty(Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records always have a JSON form", e);
    }
  }

  static byte[] bytes(Object value) {
    return (line(value) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
