package dev.lamina.standalone.endpoint;

import static dev.lamina.standalone.schema.Samples.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.standalone.resource.Catalog;
import dev.lamina.standalone.resource.KubeObject;
import dev.lamina.standalone.status.StatusException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app=web | true",
        "app==web | true",
        "app=db | false",
        "app!=db | true",
        "tier!=x | true",
        "app in (web, db) | true",
        "app notin (web) | false",
        "tier notin (a) | true",
        "app | true",
        "tier | false",
        "!tier | true",
        "!app | false",
        "app=web,x.io/y=z | true",
        "app=web,tier | false",
      })
  void matchesLabels(String selector, boolean expected) {
    assertEquals(
        expected, LabelSelector.parse(selector).matches(Map.of("app", "web", "x.io/y", "z")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"=x", "a=b,,", "a in b", "a=(b)"})
  void refusesWhatIsNoLabelSelector(String selector) {
    assertThrows(StatusException.class, () -> LabelSelector.parse(selector));
  }

  @Test
  void selectsOnlyFieldsThatTheKindDeclares() {
    var pods = new Catalog().byId("pods").orElseThrow();
    var pod =
        new KubeObject(
            (ObjectNode) yaml("{metadata: {name: a, namespace: b}, spec: {nodeName: n}}"));

    assertEquals(true, FieldSelector.parse("spec.nodeName=n,metadata.name!=c", pods).matches(pod));
    assertEquals(false, FieldSelector.parse("metadata.namespace=c", pods).matches(pod));
    assertEquals(
        "field label not supported: spec.color",
        assertThrows(StatusException.class, () -> FieldSelector.parse("spec.color=x", pods))
            .getMessage());
  }
}
