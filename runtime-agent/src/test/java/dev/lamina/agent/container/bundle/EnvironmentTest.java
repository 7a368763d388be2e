package dev.lamina.agent.container.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.failure.AgentException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
  @Test
  void imageAndContainerComeAfterTheDefaults() {
    var environment =
        Environment.of("box", "/root", true)
            .with(List.of("PATH=/bin", "A=1", "B=x=y"))
            .with(List.of("A=2", "HOME=/srv", "EMPTY="));
    assertEquals(
        List.of("PATH=/bin", "HOSTNAME=box", "HOME=/srv", "TERM=xterm", "A=2", "B=x=y", "EMPTY="),
        environment.lines());
  }

  @Test
  void hasAPathWhenNobodyNamesOne() {
    assertEquals(
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        Environment.of("box", "/", false).lines().getFirst());
  }

  @ParameterizedTest
  @ValueSource(strings = {"NAME", "=value", "", "A=\0"})
  void refusesWhatIsNoVariable(String line) {
    var environment = Environment.of("box", "/", false);
    assertThrows(AgentException.class, () -> environment.with(List.of(line)));
  }
}
