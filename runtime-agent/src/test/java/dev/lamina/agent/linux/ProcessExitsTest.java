package dev.lamina.agent.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProcessExitsTest {
  @Test
  void tellsOfEachEndOnce() throws Exception {
    var first = start("0.1");
    var second = start("0.2");
    try (var exits = ProcessExits.open()) {
      assertTrue(exits.watch(first));
      assertTrue(exits.watch(second));
      var one = exits.next().orElseThrow();
      var other = exits.next().orElseThrow();
      assertEquals(Set.of(first, second), Set.of(one, other));
    }
  }

  @Test
  void refusesWhatHasEnded() throws Exception {
    var process = new ProcessBuilder("true").start();
    var identity = new ProcessIdentity((int) process.pid(), 1);
    process.waitFor();
    try (var exits = ProcessExits.open()) {
      assertFalse(exits.watch(identity));
    }
  }

  @Test
  void closingEndsTheWait() throws Exception {
    var exits = ProcessExits.open();
    exits.close();
    assertEquals(Optional.empty(), exits.next());
    exits.close();
  }

  private static ProcessIdentity start(String seconds) throws Exception {
    var process = new ProcessBuilder("sleep", seconds).start();
    return ProcessIdentity.of((int) process.pid()).orElseThrow();
  }
}
