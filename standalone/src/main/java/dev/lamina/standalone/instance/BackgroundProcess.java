package dev.lamina.standalone.instance;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Starts Lamina in a session of its own, so that it outlives the shell, and waits until it is
/// ready.
public final class BackgroundProcess {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int TAIL_BYTES = 8192;

  private final StateLayout layout;

  public BackgroundProcess(StateLayout layout) {
    this.layout = layout;
  }

  /// Starts a command and waits for the instance it becomes.
  ///
  /// @throws AgentException with what the process said last, if it does not get that far
  public Instance start(List<String> command) {
    try {
      var start = layout.log().toFile().length();
      var process = spawn(command);
      var deadline = System.nanoTime() + DEADLINE.toNanos();
      while (System.nanoTime() < deadline) {
        var instance = Instance.read(layout).filter(it -> it.pid() == process.pid());
        if (instance.isPresent()) {
          return instance.get();
        }
        if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
          throw failure(start);
        }
      }
      process.destroyForcibly();
      throw new AgentException(
          FailureReason.DeadlineExceeded,
          "lamina was not ready within " + DEADLINE.toSeconds() + " s: see " + layout.log());
    } catch (IOException e) {
      throw new AgentException(FailureReason.StoreFailed, "starting lamina in the background", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(FailureReason.Cancelled, "interrupted while lamina started", e);
    }
  }

  private Process spawn(List<String> command) throws IOException {
    var detached = new ArrayList<String>();
    detached.add("setsid");
    detached.addAll(command);
    return new ProcessBuilder(detached)
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectOutput(ProcessBuilder.Redirect.appendTo(layout.log().toFile()))
        .redirectErrorStream(true)
        .start();
  }

  private AgentException failure(long logStart) throws IOException {
    var lines = tail(logStart).lines().filter(line -> !line.isBlank()).toList();
    var error = lines.stream().filter(line -> line.startsWith("error: ")).reduce((a, b) -> b);
    return error
        .flatMap(BackgroundProcess::reported)
        .orElseGet(() ->
            new AgentException(
                FailureReason.InternalError,
                "lamina ended while it started: "
                    + (lines.isEmpty() ? "no output" : lines.getLast())
                    + " (see "
                    + layout.log()
                    + ")"));
  }

  /// The child's own error, which has a reason.
  private static Optional<AgentException> reported(String line) {
    var parts = line.split(": ", 3);
    return List.of(FailureReason.values()).stream()
        .filter(reason -> parts.length == 3 && reason.name().equals(parts[1]))
        .map(reason -> new AgentException(reason, parts[2]))
        .findFirst();
  }

  private String tail(long from) throws IOException {
    try (var log = new RandomAccessFile(layout.log().toFile(), "r")) {
      log.seek(Math.max(from, log.length() - TAIL_BYTES));
      var bytes = new byte[TAIL_BYTES];
      var length = log.read(bytes);
      return new String(bytes, 0, Math.max(length, 0), StandardCharsets.UTF_8);
    }
  }
}
