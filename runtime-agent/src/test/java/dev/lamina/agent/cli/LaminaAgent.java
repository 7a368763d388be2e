package dev.lamina.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.ThisProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Runs `lamina-agent` of the classes under test: in this process what needs no other, for the
/// start of a JVM is most of a short verb.
///
/// @param isProcess whether every verb is a process of its own
public record LaminaAgent(Path state, Path run, boolean isProcess) {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  /// What a command printed, and its exit status.
  public record Result(int status, String out, String err) {}

  /// The caller is a process without input and without a terminal, which does not go away.
  private record QuietCaller() implements Caller {
    @Override
    public Path directory() {
      return Path.of("").toAbsolutePath();
    }

    @Override
    public Map<String, String> environment() {
      return System.getenv();
    }

    @Override
    public InputStream input() {
      return InputStream.nullInputStream();
    }

    @Override
    public boolean hasTerminal() {
      return false;
    }

    @Override
    public Watch whenGone(Runnable action) {
      return () -> {};
    }
  }

  public LaminaAgent(Path state, Path run) {
    this(state, run, false);
  }

  /// The same, as a person at a shell has it.
  LaminaAgent asProcess() {
    return new LaminaAgent(state, run, true);
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    return isProcess
        ? finish(words(arguments), "")
        : assertTimeoutPreemptively(DEADLINE, () -> runHere(arguments));
  }

  private Result runHere(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var console =
        new Console(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            new QuietCaller());
    var all = options();
    all.addAll(List.of(arguments));
    var status = AgentCommand.run(all.toArray(String[]::new), ThisProcess.backend(), console);
    return new Result(status, out.toString(UTF_8), err.toString(UTF_8));
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
    words.addAll(options());
    words.addAll(List.of(arguments));
    return words;
  }

  private List<String> options() {
    return new ArrayList<>(List.of("--state-dir", state.toString(), "--run-dir", run.toString()));
  }

  private static Result finish(List<String> words, String input)
      throws IOException, InterruptedException {
    var err = Files.createTempFile("lamina-agent", ".err");
    try {
      var process = new ProcessBuilder(words).redirectError(err.toFile()).start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(UTF_8));
      }
      var out = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertTrue(process.waitFor(DEADLINE), "it ends");
      return new Result(process.exitValue(), out, Files.readString(err));
    } finally {
      Files.delete(err);
    }
  }
}
