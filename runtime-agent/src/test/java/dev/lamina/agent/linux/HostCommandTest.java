package dev.lamina.agent.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostCommandTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void passesInputAndGivesBothOutputs() throws Exception {
    var script = "cat; echo \"$GIVEN\"; echo oops >&2; exit 3";
    var command = new HostCommand(List.of("sh", "-c", script), Map.of("GIVEN", "value"), "input\n");
    var result = command.run(LONG);
    assertEquals(new HostCommand.Result(3, "input\nvalue\n", "oops\n"), result);
    assertEquals("oops; input; value", result.said());
  }

  @Test
  void keepsTheEnvironmentOfThisProcessToItself() throws Exception {
    var names = HostCommand.of("env").run(LONG).output().lines().map(line -> line.split("=")[0]);
    assertFalse(names.anyMatch("HOME"::equals));
  }

  @Test
  void killsWhatDoesNotEnd() {
    var command = HostCommand.of("sleep", "1000");
    assertThrows(IOException.class, () -> command.run(Duration.ofMillis(10)));
  }

  @Test
  void findsPrograms() {
    assertTrue(HostCommand.find("sh").isPresent());
    assertTrue(HostCommand.find("no-such-program").isEmpty());
  }
}
