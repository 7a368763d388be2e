package dev.lamina.standalone.table;

import static dev.lamina.standalone.schema.Samples.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPathTest {
  private static final JsonNode OBJECT =
      yaml(
          """
          spec: {image: web}
          metadata: {labels: {app.io/name: x}}
          status:
            ports: [{hostPort: 1}, {hostPort: 2}]
            conditions: [{type: Reconciling, status: 'False'}, {type: Ready, status: 'True'}]
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ".spec.image | web",
        ".spec.nothing | none",
        ".status.ports[1].hostPort | 2",
        ".status.ports[*].hostPort | 1",
        ".status.conditions[?(@.type==\"Ready\")].status | True",
        ".status.conditions[?(@.type == 'Stalled')].status | none",
        ".metadata.labels.app\\.io/name | x",
        ".metadata.labels['app.io/name'] | x",
        ".spec.image[ | none",
      })
  void findsTheFirstValue(String path, String expected) {
    assertEquals(expected, JsonPath.of(path).first(OBJECT).map(JsonNode::asText).orElse("none"));
  }
}
