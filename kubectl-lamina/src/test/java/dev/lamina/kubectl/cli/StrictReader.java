package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Reads what a verb writes into the records of the contract; a field that they do not have is an
/// error.
final class StrictReader {
  private static final AnnotationIntrospector IGNORES_NOTHING =
      new JacksonAnnotationIntrospector() {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonIgnoreProperties.Value findPropertyIgnoralByName(
            MapperConfig<?> config, Annotated annotated) {
          return JsonIgnoreProperties.Value.empty();
        }
      };

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .annotationIntrospector(IGNORES_NOTHING)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .findAndAddModules()
          .build();

  private StrictReader() {}

  static <T> T read(JsonNode spec, Class<T> type) {
    try {
      return MAPPER.treeToValue(spec, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
