package dev.lamina.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheOptionTest {
  @ParameterizedTest
  @ValueSource(strings = {"a.test/c:1", "type=registry,ref=a.test/c:1,mode=max", "ref=a.test/c:1"})
  void namesAReference(String text) {
    assertEquals("a.test/c:1", CacheOption.reference(text));
  }

  @Test
  void namesWhatIsNotSupported() {
    var refused =
        assertThrows(AgentException.class, () -> CacheOption.reference("type=local,dest=/x"));
    assertTrue(refused.getMessage().contains("type=local"), refused::getMessage);
    assertThrows(AgentException.class, () -> CacheOption.reference("type=registry"));
  }
}
