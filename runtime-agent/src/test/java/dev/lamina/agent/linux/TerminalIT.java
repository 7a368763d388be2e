package dev.lamina.agent.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TerminalIT {
  @Test
  void rawModeIsTakenAndGivenBack() throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var probe =
        "stty rows 40 cols 100; %s --enable-native-access=ALL-UNNAMED -cp '%s' %s"
            .formatted(java, System.getProperty("java.class.path"), TerminalProbe.class.getName());
    var shown = underPseudoTerminal(probe).split("== ", -1);

    assertTrue(shown[0].contains("WindowSize[rows=40, columns=100]"), shown[0]);
    assertTrue(words(shown[1]).containsAll(Set.of("icanon", "opost", "echo", "isig")), shown[1]);
    assertTrue(
        words(shown[2]).containsAll(Set.of("-icanon", "-opost", "-echo", "-isig")), shown[2]);
    assertEquals(withoutTitle(shown[1]), withoutTitle(shown[3]));
  }

  @Test
  void pipeIsNoTerminal() throws IOException {
    var process = new ProcessBuilder("sleep", "1000").start();
    try (var input = Descriptor.open("/proc/" + process.pid() + "/fd/0", OpenFlags.READ_ONLY)) {
      assertFalse(Terminal.isTerminal(input.number()));
      assertTrue(Terminal.size(input.number()).isEmpty());
    } finally {
      process.destroyForcibly();
    }
  }

  private static Set<String> words(String section) {
    return Set.copyOf(List.of(section.split("\\s+", -1)));
  }

  private static String withoutTitle(String section) {
    return section.substring(section.indexOf('\n')).strip();
  }

  private static String underPseudoTerminal(String command) throws IOException {
    var process =
        new ProcessBuilder("script", "-qec", command, "/dev/null")
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
