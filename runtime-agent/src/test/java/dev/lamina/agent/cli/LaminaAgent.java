package dev.lamina.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Runs `lamina-agent` as a process, from the classes under test.
public record LaminaAgent(Path state, Path run) {
  private static final long DEADLINE_SECONDS = 120;

  /// What a command printed, and its exit status.
  public record Result(int status, String out, String err) {}

  Result run(String... arguments) throws IOException, InterruptedException {
    return finish(words(arguments), "");
  }

  /// Standard output of a verb that must succeed.
  String succeed(String... arguments) throws IOException, InterruptedException {
    var result = run(arguments);
    assertEquals(0, result.status(), String.join(" ", arguments) + ": " + result.err());
    return result.out();
  }

  /// The same, with standard input.
  String feed(String input, String... arguments) throws IOException, InterruptedException {
    var result = finish(words(arguments), input);
    assertEquals(0, result.status(), result.err());
    return result.out();
  }

  /// Starts a verb that goes on; the caller ends it.
  Process start(String... arguments) throws IOException {
    return new ProcessBuilder(words(arguments))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// The same, with the memory that its launcher gives it on a node.
  Process startAsInstalled(String... arguments) throws IOException {
    var words = words(arguments);
    words.addAll(1, List.of("-Xms16m", "-Xmx192m", "-Xss512k"));
    words.remove("-XX:TieredStopAtLevel=1");
    var builder =
        new ProcessBuilder(words)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    return builder.start();
  }

  /// Runs the verb as the one argument of another program, such as a terminal.
  Result feedThrough(List<String> program, String input, String... arguments)
      throws IOException, InterruptedException {
    var line =
        words(arguments).stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    var words = new ArrayList<>(program);
    words.add(line);
    words.add("/dev/null");
    return finish(words, input);
  }

  static Result command(String... words) throws IOException, InterruptedException {
    return finish(List.of(words), "");
  }

  private List<String> words(String... arguments) {
    var words = new ArrayList<>(JavaCommand.agent());
    words.addAll(List.of("--state-dir", state.toString(), "--run-dir", run.toString()));
    words.addAll(List.of(arguments));
    return words;
  }

  private static Result finish(List<String> words, String input)
      throws IOException, InterruptedException {
    var err = Files.createTempFile("lamina-agent", ".err");
    try {
      var process = new ProcessBuilder(words).redirectError(err.toFile()).start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), "it ends");
      return new Result(process.exitValue(), out, Files.readString(err));
    } finally {
      Files.delete(err);
    }
  }
}
