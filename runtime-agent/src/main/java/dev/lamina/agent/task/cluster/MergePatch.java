package dev.lamina.agent.task.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/// RFC 7386 patches that make a part of an object equal to a record.
public final class MergePatch {
  private static final ObjectMapper EXPLICIT =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .annotationIntrospector(new EverythingIncluded())
          .build();

  private MergePatch() {}

  /// The patch of a status subresource: what `status` does not have is removed, whoever wrote it.
  public static ObjectNode ofStatus(Record status) {
    var whole = EXPLICIT.createObjectNode();
    JsonNode part = EXPLICIT.valueToTree(status);
    dropNullsInArrays(part, false);
    return whole.set("status", part);
  }

  /// An array is replaced as a whole, so that a null in it would be stored as a null.
  private static void dropNullsInArrays(JsonNode node, boolean insideArray) {
    if (node instanceof ObjectNode object) {
      if (insideArray) {
        object.properties().removeIf(property -> property.getValue().isNull());
      }
      object.properties().forEach(property -> dropNullsInArrays(property.getValue(), insideArray));
    } else if (node instanceof ArrayNode array) {
      array.forEach(element -> dropNullsInArrays(element, true));
    }
  }

  /// The records leave out what is absent; a patch has to say it.
  private static final class EverythingIncluded extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonInclude.Value findPropertyInclusion(Annotated annotated) {
      return JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS);
    }
  }
}
