package dev.lamina.agent.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
  private static final String TAIL = " 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 1000 1\n";

  @Test
  void nameMayHoldSpacesAndParentheses() {
    assertEquals(
        Optional.of(new ProcessIdentity(7, 98765)),
        ProcessIdentity.parse(7, "7 (a) b (c) S" + TAIL));
  }

  @Test
  void zombieHasEnded() {
    assertEquals(Optional.empty(), ProcessIdentity.parse(7, "7 (sh) Z" + TAIL));
  }

  @Test
  void signalReachesTheProcess() throws IOException, InterruptedException {
    var process = new ProcessBuilder("sleep", "1000").start();
    var identity = ProcessIdentity.of((int) process.pid()).orElseThrow();

    assertTrue(identity.isRunning());
    assertTrue(identity.signal(Signals.KILL));

    assertEquals(128 + Signals.KILL, process.waitFor());
    assertFalse(identity.isRunning());
    assertFalse(identity.signal(0));
  }

  @Test
  void anotherProcessOfTheSamePidIsLeftAlone() throws IOException, InterruptedException {
    var process = new ProcessBuilder("sleep", "1000").start();
    try {
      var earlier = new ProcessIdentity((int) process.pid(), 1);
      assertFalse(earlier.isRunning());
      assertFalse(earlier.signal(Signals.KILL));
      assertTrue(process.isAlive());
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
