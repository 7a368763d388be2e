package dev.lamina.agent.container.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ExecutionConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          # image entrypoint, image command, own entrypoint, own command, in force
          -,      c d,  -,     -,    c d
          a b,    c d,  -,     -,    a b c d
          a b,    -,    -,     -,    a b
          a b,    c d,  -,     x y,  a b x y
          -,      c d,  -,     x y,  x y
          a b,    c d,  e,     -,    e
          a b,    c d,  e,     x y,  e x y
          a b,    c d,  '',    x,    x
          """)
  void putsImageAndWishesTogether(
      @Nullable String imageEntrypoint,
      @Nullable String imageCommand,
      @Nullable String entrypoint,
      @Nullable String command,
      String inForce) {
    var image = image(words(imageEntrypoint), words(imageCommand));
    assertEquals(words(inForce), CommandLine.of(image, words(entrypoint), words(command)));
  }

  @Test
  void refusesNothingToRun() {
    var image = image(List.of("a"), List.of("c"));
    assertThrows(AgentException.class, () -> CommandLine.of(image, List.of(""), null));
    assertThrows(AgentException.class, () -> CommandLine.of(image(null, null), null, null));
  }

  @Test
  void refusesNul() {
    var image = image(null, null);
    assertThrows(AgentException.class, () -> CommandLine.of(image, null, List.of("a\0b")));
  }

  private static @Nullable List<String> words(@Nullable String text) {
    return text == null ? null : List.of(text.split(" ", -1));
  }

  private static ExecutionConfig image(
      @Nullable List<String> entrypoint, @Nullable List<String> command) {
    return new ExecutionConfig(
        null, null, List.of(), entrypoint, command, null, null, null, null, null, null, null, null);
  }
}
