package dev.lamina.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorConfigTest {
  @Test
  void hasDefaultsForEverything() {
    var config = OperatorConfig.fromEnvironment(Map.of());
    assertEquals("lamina-system", config.systemNamespace());
    assertEquals(8080, config.httpAddress().getPort());
    assertTrue(config.electsLeader());
  }

  @Test
  void readsTheEnvironment() {
    var config =
        OperatorConfig.fromEnvironment(
            Map.of(
                "LAMINA_NAMESPACE", "images",
                "LAMINA_HTTP_PORT", "0",
                "LAMINA_LEADER_ELECTION", "false",
                "HOSTNAME", "operator-1"));
    assertEquals("images", config.systemNamespace());
    assertEquals(0, config.httpAddress().getPort());
    assertFalse(config.electsLeader());
    assertEquals("operator-1", config.identity());
  }

  @ParameterizedTest
  @CsvSource({"LAMINA_HTTP_PORT, http", "LAMINA_HTTP_PORT, 70000", "LAMINA_LEADER_ELECTION, yes"})
  void namesTheVariableThatMakesNoSense(String variable, String value) {
    var environment = Map.of(variable, value);
    var failure =
        assertThrows(
            IllegalArgumentException.class, () -> OperatorConfig.fromEnvironment(environment));
    assertTrue(failure.toString().contains(variable), failure::toString);
  }
}
