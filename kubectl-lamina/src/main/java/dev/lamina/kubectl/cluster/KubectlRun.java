package dev.lamina.kubectl.cluster;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.failure.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One process of kubectl, from its start to its end.
///
/// What it writes to standard error is passed on while it runs, for a plugin that fetches tokens
/// may ask something there; only the reason of its failure is kept for the end.
final class KubectlRun implements AutoCloseable {
  /// Reason of a failure for which kubectl gave none.
  static final String UNKNOWN = "KubectlFailed";

  /// `Error from server (NotFound): images.lamina.dev "x" not found`.
  private static final Pattern SERVER_ERROR =
      Pattern.compile("Error from server(?: \\(([A-Za-z]+)\\))?: (.*)");

  private static final Pattern ERROR =
      Pattern.compile(
          "(?:error: (?<text>.*)|(?<whole>(?:Unable to connect|The connection to the server).*))");

  /// `E1127 21:11:09.675469 20752 memcache.go:265] ...`: what follows says it in short.
  private static final Pattern LOG_LINE = Pattern.compile("[EWIF][0-9]{4} [0-9:.]+ +[0-9]+ ");

  private final Process process;
  private final Thread errors;
  private volatile @Nullable Failure failure;

  private KubectlRun(Process process, PrintStream err) {
    this.process = process;
    this.errors = Thread.ofPlatform().daemon().start(() -> readErrors(err));
  }

  static KubectlRun start(List<String> command, PrintStream err) {
    try {
      var process = new ProcessBuilder(command).redirectInput(Redirect.PIPE).start();
      return new KubectlRun(process, err);
    } catch (IOException e) {
      throw new Failure(
          FailureReason.NotFound,
          "this is a plugin of kubectl, and there is no kubectl in the PATH");
    }
  }

  /// What it prints; ends when it ends or is closed.
  ///
  /// @param input what it reads before
  InputStream output(byte @Nullable [] input) {
    try (var stdin = process.getOutputStream()) {
      if (input != null) {
        stdin.write(input);
      }
    } catch (IOException e) {
      // It says itself why it does not read on.
    }
    return process.getInputStream();
  }

  /// Waits for its end.
  ///
  /// @throws Failure if it has not gone well
  void end() {
    try {
      var code = process.waitFor();
      errors.join();
      if (code != 0) {
        throw Objects.requireNonNullElseGet(
            failure, () -> new Failure(UNKNOWN, "kubectl ended with exit status " + code));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(FailureReason.Cancelled, "waiting for kubectl", e);
    }
  }

  /// Whether it ends in that time, or this thread is interrupted.
  boolean endsWithin(Duration time) {
    try {
      return process.waitFor(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void readErrors(PrintStream err) {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        var understood = understand(line);
        if (understood != null) {
          failure = understood;
        } else if (!LOG_LINE.matcher(line).lookingAt()) {
          err.println(line);
        }
      }
    } catch (IOException e) {
      // The process was closed: nobody asks any more.
    }
  }

  private static @Nullable Failure understand(String line) {
    var server = SERVER_ERROR.matcher(line);
    if (server.matches()) {
      return new Failure(Objects.requireNonNullElse(server.group(1), UNKNOWN), server.group(2));
    }
    var own = ERROR.matcher(line);
    if (own.matches()) {
      return new Failure(UNKNOWN, Objects.requireNonNullElse(own.group("text"), line));
    }
    return null;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
