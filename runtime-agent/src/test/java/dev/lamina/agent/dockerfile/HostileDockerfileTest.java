package dev.lamina.agent.dockerfile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random pieces of the language in random order: the parser answers with a result or with a
/// [DockerfileException], and nothing else.
class HostileDockerfileTest {
  private static final long SEED = 20260101;
  private static final List<String> PIECES =
      List.of(
          "FROM a",
          "RUN",
          "COPY",
          "ADD ",
          "ENV ",
          "HEALTHCHECK ",
          "ONBUILD ",
          "EXPOSE",
          " --",
          "=",
          "--mount=",
          "<<EOF",
          "EOF",
          "\n",
          "\r\n",
          " ",
          "\\",
          "`",
          "\"",
          "'",
          "$",
          "${",
          "}",
          ":-",
          "#",
          "//",
          "[",
          "]",
          "[\"a\"]",
          ",",
          "\t",
          "x",
          "\u0000",
          "\ud83d\ude00",
          "# escape=`\n");

  @Test
  void anyTextParsesOrFailsCleanly() {
    var random = new Random(SEED);
    var parsed = 0;
    for (var round = 0; round < 5_000; round++) {
      var text = new StringBuilder("FROM a\n");
      for (var piece = random.nextInt(12); piece >= 0; piece--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      parsed += expands(text.toString()) ? 1 : 0;
    }
    assertTrue(parsed > 100, "only %d texts parsed with seed %d".formatted(parsed, SEED));
  }

  private static boolean expands(String text) {
    try {
      var file = Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
      var globals = GlobalScope.of(file, Map.of(), Map.of());
      var scope = new StageScope(globals, file.directives().escape());
      file.stages().getFirst().instructions().forEach(scope::expand);
      return true;
    } catch (DockerfileException e) {
      return !e.getMessage().startsWith("Dockerfile:");
    }
  }
}
