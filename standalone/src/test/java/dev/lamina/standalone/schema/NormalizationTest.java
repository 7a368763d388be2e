package dev.lamina.standalone.schema;

import static dev.lamina.standalone.schema.Samples.schema;
import static dev.lamina.standalone.schema.Samples.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NormalizationTest {
  private static final Schema SCHEMA =
      schema(
          """
          type: object
          properties:
            name: {type: string}
            free: {type: object, x-kubernetes-preserve-unknown-fields: true}
            cache:
              type: object
              default: {}
              properties: {mode: {type: string, default: Local}}
            items:
              type: array
              items: {type: object, properties: {port: {type: integer, default: 80}}}
          """);

  @Test
  void dropsUnknownFieldsAndNamesThem() {
    var value = yaml("{name: a, extra: 1, free: {any: {thing: 1}}, items: [{port: 1, x: 2}]}");

    var unknown = Pruning.prune(value, SCHEMA);

    assertEquals(List.of("extra", "items[0].x"), unknown);
    assertEquals(yaml("{name: a, free: {any: {thing: 1}}, items: [{port: 1}]}"), value);
  }

  @Test
  void fillsInDefaultsBelowDefaultsAndInItems() {
    var value = yaml("{items: [{}]}");

    Defaulting.apply(value, SCHEMA);

    assertEquals(yaml("{items: [{port: 80}], cache: {mode: Local}}"), value);
  }

  @Test
  void takesANullThatMayNotStandAsAbsent() {
    var value = yaml("{name: null, cache: null}");

    Defaulting.apply(value, SCHEMA);

    assertEquals(yaml("{cache: {mode: Local}}"), value);
  }
}
