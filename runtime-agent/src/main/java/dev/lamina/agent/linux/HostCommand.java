package dev.lamina.agent.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program of the host that is run to its end, with a little input and a little output.
///
/// It gets a PATH with the administrator's directories and no other variable of this process.
public record HostCommand(List<String> arguments, Map<String, String> environment, String input) {
  /// Where programs of the host are looked for.
  public static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final Executor READERS = Thread::startVirtualThread;
  private static final int OUTPUT_LIMIT = 1 << 20;

  public HostCommand {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  public static HostCommand of(String... arguments) {
    return new HostCommand(List.of(arguments), Map.of(), "");
  }

  /// The program of this name in [#PATH], if it is installed.
  public static Optional<Path> find(String program) {
    return Stream.of(PATH.split(":"))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// The environment a program of the host gets.
  public static Map<String, String> baseEnvironment() {
    return Map.of("PATH", PATH, "LC_ALL", "C.UTF-8");
  }

  /// Runs it; on an interrupt or at the deadline it is killed.
  ///
  /// @throws IOException when it cannot be started or does not end in time
  public Result run(Duration deadline) throws IOException, InterruptedException {
    var process = start();
    try {
      var output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()), READERS);
      var errors = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()), READERS);
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(UTF_8));
      } catch (IOException endedWithoutReading) {
        // Its exit code says why.
      }
      if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(arguments.getFirst() + " did not end within " + deadline);
      }
      return new Result(process.exitValue(), output.join(), errors.join());
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start() throws IOException {
    var builder = new ProcessBuilder(arguments);
    var variables = new HashMap<>(baseEnvironment());
    variables.putAll(environment);
    builder.environment().clear();
    builder.environment().putAll(variables);
    return builder.start();
  }

  private static String read(InputStream stream) {
    try (stream) {
      var text = new String(stream.readNBytes(OUTPUT_LIMIT), UTF_8);
      stream.transferTo(OutputStream.nullOutputStream());
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What came of it.
  public record Result(int exitCode, String output, String errors) {
    public boolean isSuccess() {
      return exitCode == 0;
    }

    /// Both outputs in one line, for a message.
    public String said() {
      return Stream.concat(errors.lines(), output.lines())
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .reduce((a, b) -> a + "; " + b)
          .orElse("exit code " + exitCode);
    }
  }
}
