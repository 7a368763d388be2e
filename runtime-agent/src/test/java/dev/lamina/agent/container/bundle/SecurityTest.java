package dev.lamina.agent.container.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityTest {
  @Test
  void startsFromTheDefaultSet() {
    assertEquals(List.copyOf(ContainerDefaults.CAPABILITIES), Security.DEFAULT.capabilities());
  }

  @Test
  void addsAndDropsByNameWithOrWithoutPrefix() {
    var names = capabilities(List.of("net_admin"), List.of("CAP_CHOWN"));
    assertTrue(names.contains("CAP_NET_ADMIN"));
    assertFalse(names.contains("CAP_CHOWN"));
  }

  @Test
  void dropsAllBeforeItAdds() {
    assertEquals(List.of("CAP_KILL"), capabilities(List.of("KILL"), List.of("ALL")));
    assertFalse(capabilities(List.of("ALL"), List.of("SYS_ADMIN")).contains("CAP_SYS_ADMIN"));
  }

  @Test
  void refusesACapabilityThatDoesNotExist() {
    assertThrows(AgentException.class, () -> capabilities(List.of("CAP_EVERYTHING"), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "relative", "/", "/x/..", "/proc/x", "/dev", "/a/../sys"})
  void refusesATmpfsInAnImpossiblePlace(String path) {
    assertThrows(AgentException.class, () -> new TemporaryMount(path, 0, false).requirePossible());
  }

  private static List<String> capabilities(List<String> add, List<String> drop) {
    return new Security(add, drop, false, true).capabilities();
  }
}
