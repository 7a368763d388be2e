package dev.lamina.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "999, 999B",
    "1000, 1kB",
    "1234, 1.23kB",
    "52428800, 52.4MB",
    "4130000, 4.13MB",
    "123456789, 123MB",
    "2000000000, 2GB",
  })
  void printsSizesAsDockerDoes(long bytes, String text) {
    assertEquals(text, Human.size(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "0, Less than a second", "1, 1 second", "59, 59 seconds", "60, About a minute",
    "3599, 59 minutes", "3600, About an hour", "7200, 2 hours", "172800, 2 days",
    "1209600, 2 weeks", "5184000, 2 months", "63072000, 2 years",
  })
  void printsTimesAsDockerDoes(long seconds, String text) {
    assertEquals(text, Human.duration(Duration.ofSeconds(seconds)));
  }

  @Test
  void nothingFromAnImageSteersATerminal() {
    assertEquals("?[31mred?[0m? ä", Human.printable("\u001b[31mred\u001b[0m\u009b ä"));
    assertEquals("a b", Human.printable("a b"));
  }
}
