package dev.lamina.agent.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutputLinesTest {
  private final List<String> told = new ArrayList<>();
  private final Secrets secrets =
      new Secrets(Map.of("s", "hunter2-x\nab".getBytes(StandardCharsets.UTF_8)));
  private final OutputLines lines =
      new OutputLines(new BuildProgress(this::tell).start("step"), secrets);

  private void tell(BuildEvent event) {
    if (event instanceof BuildEvent.Log log) {
      told.add((log.isError() ? "! " : "") + log.line());
    }
  }

  private void print(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    lines.stdout(bytes, bytes.length);
  }

  @Test
  void joinsPiecesToLinesAndKeepsTheStreamsApart() {
    print("one\ntw");
    var error = "oops\r\n".getBytes(StandardCharsets.UTF_8);
    lines.stderr(error, error.length);
    print("o\nlast");
    lines.finish();
    assertEquals(List.of("one", "! oops", "two", "last"), told);
  }

  @Test
  void takesSecretsOutOfTheOutput() {
    print("password hunter2-x of cab\n");
    assertEquals(List.of("password **** of cab"), told);
    assertEquals(told, lines.last());
  }

  @Test
  void remembersTheLastLines() {
    IntStream.range(0, 30).forEach(i -> print(i + "\n"));
    assertEquals(20, lines.last().size());
    assertEquals("29", lines.last().getLast());
  }

  @Test
  void cutsLinesThatDoNotEnd() {
    print("x".repeat(40_000));
    lines.finish();
    assertEquals(3, told.size());
  }
}
