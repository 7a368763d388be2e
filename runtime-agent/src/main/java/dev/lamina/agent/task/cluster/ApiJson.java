package dev.lamina.agent.task.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/// Objects of the API server as JSON. Fields that a newer API has are passed over.
final class ApiJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private ApiJson() {}

  /// An object of a kind.
  ///
  /// @throws ClusterException when it does not have the form of the kind
  static <T> T read(JsonNode object, Class<T> kind) {
    try {
      return MAPPER.treeToValue(object, kind);
    } catch (JsonProcessingException e) {
      throw new ClusterException(
          "reading a " + kind.getSimpleName() + ": " + e.getOriginalMessage(), false, e);
    }
  }

  /// The tree of a text; a missing node for one that is not JSON.
  static JsonNode readTree(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
