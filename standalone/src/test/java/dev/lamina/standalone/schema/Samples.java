package dev.lamina.standalone.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Values and schemas written as YAML in tests.
public final class Samples {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Samples() {}

  public static JsonNode yaml(String text) {
    try {
      return YAML.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Schema schema(String text) {
    return Schema.of(yaml(text));
  }
}
