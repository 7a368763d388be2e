package dev.lamina.standalone.patch;

import static dev.lamina.standalone.schema.Samples.schema;
import static dev.lamina.standalone.schema.Samples.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.standalone.schema.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategicMergePatchTest {
  private static final Schema SCHEMA =
      schema(
          """
          type: object
          properties:
            m: {type: object}
            set: {type: array, x-kubernetes-list-type: set, items: {type: string}}
            list: {type: array, items: {type: string}}
            map:
              type: array
              x-kubernetes-list-type: map
              x-kubernetes-list-map-keys: [name]
              items: {type: object, properties: {name: {type: string}, v: {type: string}}}
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{m: {a: 1, b: 2}}      | {m: {b: null, c: 3}}                         | {m: {a: 1, c: 3}}",
        "{m: {a: 1}}            | {m: {$patch: replace, b: 2}}                 | {m: {b: 2}}",
        "{m: {a: 1, b: 2}}      | {m: {$retainKeys: [b, c], c: 3}}             | {m: {b: 2, c: 3}}",
        "{list: [a]}            | {list: [b]}                                  | {list: [b]}",
        "{set: [a, b]}          | {set: [c], $deleteFromPrimitiveList/set: [a]} | {set: [b, c]}",
        "{map: [{name: a, v: 1}]} | {map: [{name: b, v: 2}]}                   | {map: [{name: a, v: 1}, {name: b, v: 2}]}",
        "{map: [{name: a, v: 1}]} | {map: [{name: a, v: 2}]}                   | {map: [{name: a, v: 2}]}",
        "{map: [{name: a}, {name: b}]} | {map: [{name: a, $patch: delete}]}    | {map: [{name: b}]}",
        "{map: [{name: a}]}     | {map: [{$patch: replace}, {name: c}]}        | {map: [{name: c}]}",
        "{map: [{name: a}]}     | {$setElementOrder/map: [{name: b}, {name: a}], map: [{name: b}]} | {map: [{name: b}, {name: a}]}",
      })
  void mergesByTheKeysOfTheSchema(String target, String patch, String expected) {
    assertEquals(yaml(expected), StrategicMergePatch.apply(yaml(target), yaml(patch), SCHEMA));
  }
}
