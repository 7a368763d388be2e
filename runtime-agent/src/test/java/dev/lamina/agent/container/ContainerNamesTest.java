package dev.lamina.agent.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import java.util.HashSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerNamesTest {
  @Test
  void idsAre64HexDigitsAndDiffer() {
    assertTrue(ContainerNames.newId().matches("[0-9a-f]{64}"));
    assertNotEquals(ContainerNames.newId(), ContainerNames.newId());
  }

  @Test
  void madeUpNamesAreAnAdjectiveAndANoun() {
    assertTrue(ContainerNames.madeUp(name -> false).matches("[a-z]+_[a-z]+"));
  }

  @Test
  void goesOnUntilANameIsFree() {
    var taken = new HashSet<String>();
    var random = RandomGenerator.of("L64X128MixRandom");
    for (var i = 0; i < 6000; i++) {
      assertTrue(taken.add(ContainerNames.madeUp(random, taken::contains)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-web", ".web", "we b", "web/1", "wéb"})
  void refusesNamesThatCouldBeSomethingElse(String name) {
    assertThrows(AgentException.class, () -> ContainerNames.requireValid(name));
  }

  @Test
  void takesDockersNames() {
    assertEquals("Web_1.a-b", ContainerNames.requireValid("Web_1.a-b"));
  }
}
