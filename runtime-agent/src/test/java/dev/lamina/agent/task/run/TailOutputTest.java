package dev.lamina.agent.task.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TailOutputTest {
  @Test
  void keepsTheEndOfMuchOutput() throws Exception {
    var output = new TailOutput(20);
    for (int i = 0; i < 10_000; i++) {
      output.write(("line " + i + "\n").getBytes(StandardCharsets.UTF_8));
    }
    assertEquals("line 9999\n", output.tail());
  }

  @Test
  void staysWithinItsLimitForOneEndlessLine() throws Exception {
    var output = new TailOutput(20);
    output.write("\u00e4".repeat(100_000).getBytes(StandardCharsets.UTF_8));
    var tail = output.tail();
    assertEquals(20, tail.length());
    assertTrue(tail.endsWith("\u00e4"), tail);
  }
}
