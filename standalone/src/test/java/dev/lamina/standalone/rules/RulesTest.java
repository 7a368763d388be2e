package dev.lamina.standalone.rules;

import static dev.lamina.standalone.schema.Samples.schema;
import static dev.lamina.standalone.schema.Samples.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.schema.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RulesTest {
  private final Rules rules = new Rules();

  private List<String> errors(Schema schema, String object, @Nullable String before) {
    var old = before == null ? null : (ObjectNode) yaml(before);
    return rules.evaluate((ObjectNode) yaml(object), old, schema).stream()
        .map(error -> error.field() + ": " + error.message())
        .toList();
  }

  @Test
  void namesThePlaceAndTheMessageOfABrokenRule() {
    var schema =
        schema(
            """
            type: object
            properties:
              spec:
                type: object
                x-kubernetes-validations:
                - {rule: "self.a.size() > 0 || has(self.b)", message: needs a or b}
                - {rule: "!has(self.b)", message: no b, reason: FieldValueForbidden, fieldPath: .b}
                properties: {a: {type: array, items: {type: string}}, b: {type: string}}
            """);

    assertEquals(List.of(), errors(schema, "spec: {a: [x]}", null));
    assertEquals(
        List.of("spec: Invalid value: \"object\": needs a or b"),
        errors(schema, "spec: {a: []}", null));
    assertEquals(List.of("spec.b: Forbidden: no b"), errors(schema, "spec: {a: [x], b: y}", null));
  }

  @Test
  void comparesWithTheOldObjectOnlyWhereThereIsOne() {
    var schema =
        schema(
            """
            type: object
            properties:
              image:
                type: string
                x-kubernetes-validations: [{rule: self == oldSelf, message: immutable}]
            """);

    assertEquals(List.of(), errors(schema, "image: a", null));
    assertEquals(List.of(), errors(schema, "image: a", "{}"));
    assertEquals(
        List.of("image: Invalid value: \"string\": immutable"),
        errors(schema, "image: b", "image: a"));
  }

  @Test
  void followsItemsOfAMapListByTheirKeys() {
    var schema =
        schema(
            """
            type: object
            properties:
              items:
                type: array
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [id]
                items:
                  type: object
                  x-kubernetes-validations: [{rule: self.v >= oldSelf.v, message: never less}]
                  properties: {id: {type: string}, v: {type: integer}}
            """);

    var errors = errors(schema, "items: [{id: b, v: 1}, {id: a, v: 1}]", "items: [{id: a, v: 2}]");

    assertEquals(List.of("items[1]: Invalid value: \"object\": never less"), errors);
  }

  @Test
  void knowsTheTypeOfAnIntOrString() {
    var schema =
        schema(
            """
            type: object
            x-kubernetes-validations:
            - rule: "type(self.n) == int ? self.n >= 0 : self.n.matches('^[0-9]+%$')"
              messageExpression: "'n is ' + string(self.n)"
            properties: {n: {x-kubernetes-int-or-string: true}}
            """);

    assertEquals(List.of(), errors(schema, "n: 3", null));
    assertEquals(List.of(), errors(schema, "n: 30%", null));
    assertEquals(
        List.of("<nil>: Invalid value: \"object\": n is many"), errors(schema, "n: many", null));
  }

  @Test
  void showsRulesTheNamesOfTheMetadataOnly() {
    var schema =
        schema(
            """
            type: object
            x-kubernetes-validations:
            - {rule: "size(self.metadata.name) <= 3 && !has(self.metadata.labels)", message: long}
            properties:
              metadata: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """);

    assertEquals(List.of(), errors(schema, "metadata: {name: abc, labels: {a: b}}", null));
    assertEquals(
        List.of("<nil>: Invalid value: \"object\": long"),
        errors(schema, "metadata: {name: abcd}", null));
  }

  @Test
  void reportsARuleThatDoesNotCompile() {
    var schema =
        schema("{type: object, x-kubernetes-validations: [{rule: 'nothing.here', message: m}]}");

    assertEquals(1, rules.compile(schema).size());
  }
}
