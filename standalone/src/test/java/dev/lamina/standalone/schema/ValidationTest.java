package dev.lamina.standalone.schema;

import static dev.lamina.standalone.schema.Samples.schema;
import static dev.lamina.standalone.schema.Samples.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{type: string}                          | a        |",
        "{type: string}                          | 1        | Invalid value: \"integer\": f in body must be of type string: \"integer\"",
        "{type: integer}                         | x        | Invalid value: \"string\": f in body must be of type integer: \"x\"",
        "{type: integer}                         | 2.0      |",
        "{type: integer}                         | 2.5      | Invalid value: \"number\": f in body must be of type integer: \"number\"",
        "{type: integer, format: int32}          | 3000000000 | Invalid value: \"integer\": f in body must be of type int32: \"integer\"",
        "{type: boolean}                         | 'true'   | Invalid value: \"string\": f in body must be of type boolean: \"true\"",
        "{type: string, enum: [A, B]}            | C        | Unsupported value: \"C\": supported values: \"A\", \"B\"",
        "{type: string, maxLength: 2}            | abc      | Too long: may not be more than 2 bytes",
        "{type: string, minLength: 2}            | a        | Invalid value: \"a\": f in body should be at least 2 chars long",
        "{type: string, pattern: '^a+$'}         | b        | Invalid value: \"b\": f in body should match '^a+$'",
        "{type: integer, minimum: 1}             | 0        | Invalid value: 0: f in body should be greater than or equal to 1",
        "{type: integer, maximum: 3, exclusiveMaximum: true} | 3 | Invalid value: 3: f in body should be less than 3",
        "{type: array, maxItems: 1, items: {}}   | [1, 2]   | Too many: 2: must have at most 1 items",
        "{type: string, format: date-time}       | soon     | Invalid value: \"string\": f in body must be of type date-time: \"soon\"",
        "{type: string, format: date-time}       | '2026-01-01T00:00:00Z' |",
        "{type: string, nullable: true}          | null     |",
        "{x-kubernetes-int-or-string: true}      | 10%      |",
        "{x-kubernetes-int-or-string: true}      | 10       |",
        "{x-kubernetes-int-or-string: true}      | true     | Invalid value: \"boolean\": f in body must be of type integer,string: \"boolean\"",
        "{type: integer, multipleOf: 5}          | 7        | Invalid value: 7: f in body should be a multiple of 5",
        "{oneOf: [{type: string}, {type: integer}]} | true  | Invalid value: true: \"f\" must validate one and only one schema (oneOf)",
      })
  void saysWhatIsWrongInTheWordsOfTheApiServer(String schema, String value, String message) {
    var root = schema("{type: object, properties: {f: " + schema + "}}");

    var errors = Validation.validate(yaml("{f: " + value + "}"), root);

    assertEquals(
        message == null ? List.of() : List.of("f: " + message),
        errors.stream().map(error -> error.field() + ": " + error.message()).toList());
  }

  @Test
  void namesThePathThroughListsAndMaps() {
    var root =
        schema(
            """
            type: object
            properties:
              steps:
                type: array
                items:
                  type: object
                  required: [id]
                  properties: {labels: {type: object, additionalProperties: {type: string}}}
            """);

    var errors = Validation.validate(yaml("steps: [{id: a}, {labels: {x: 1}}]"), root);

    assertEquals(
        List.of("steps[1].id", "steps[1].labels[x]"),
        errors.stream().map(FieldError::field).toList());
  }

  @Test
  void refusesASecondItemOfTheSameIdentity() {
    var root =
        schema(
            """
            type: object
            properties:
              tags: {type: array, x-kubernetes-list-type: set, items: {type: string}}
              ports:
                type: array
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [port, protocol]
                items: {type: object, properties: {port: {}, protocol: {default: TCP}}}
            """);

    var errors =
        Validation.validate(
            yaml("{tags: [a, a], ports: [{port: 1}, {port: 1, protocol: TCP}, {port: 2}]}"), root);

    assertEquals(
        List.of(
            "tags[1]: Duplicate value: \"a\"",
            "ports[1]: Duplicate value: map[string]interface {}{\"port\":1, \"protocol\":\"TCP\"}"),
        errors.stream().map(error -> error.field() + ": " + error.message()).toList());
  }
}
