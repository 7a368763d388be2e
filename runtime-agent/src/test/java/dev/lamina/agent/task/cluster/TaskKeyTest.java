package dev.lamina.agent.task.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.failure.AgentException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskKeyTest {
  @Test
  void readsNamespaceAndName() {
    assertEquals(new TaskKey("team-a", "web.v1-1-x7k2"), TaskKey.parse("team-a/web.v1-1-x7k2"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", "web", "/web", "a/", "a/b/c", "a/../b", "A/b", "a/b?x=1", "a/%2e%2e", "a.b/c"})
  void refusesWhatIsNoNameOfATask(@Nullable String text) {
    assertThrows(AgentException.class, () -> TaskKey.parse(text));
  }
}
