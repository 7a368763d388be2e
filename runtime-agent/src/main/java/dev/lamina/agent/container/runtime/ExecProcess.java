package dev.lamina.agent.container.runtime;

import dev.lamina.agent.linux.HostCommand;
import dev.lamina.agent.linux.ProcessIdentity;
import dev.lamina.agent.linux.PseudoTerminal;
import dev.lamina.agent.linux.Signals;
import dev.lamina.agent.linux.WindowSize;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// A runtime's `exec` as a child of this process, with pipes or a terminal between the two.
///
/// The runtime copies between its own terminal and the one it makes in the container. It gets the
/// device by a shell: a JVM that leads a session would make a terminal it opens its own, and die
/// with it.
public final class ExecProcess implements AutoCloseable {
  private static final int BUFFER_BYTES = 32 * 1024;
  private static final String ON_TERMINAL =
      "terminal=$1; shift; exec \"$@\" <\"$terminal\" >\"$terminal\" 2>&1";

  private final Process process;
  private final Path messages;
  private final @Nullable PseudoTerminal terminal;

  private ExecProcess(Process process, Path messages, @Nullable PseudoTerminal terminal) {
    this.process = process;
    this.messages = messages;
    this.terminal = terminal;
  }

  /// Starts it.
  ///
  /// @param specification file with the process object of the runtime's document
  /// @param messages file for what the runtime itself has to say
  public static ExecProcess start(
      OciRuntime runtime, String id, Path specification, Path messages, boolean tty)
      throws IOException {
    var line =
        runtime.creating(
            "--log", messages.toString(), "exec", "--process", specification.toString(), id);
    if (!tty) {
      return new ExecProcess(launch(line), messages, null);
    }
    var terminal = PseudoTerminal.open();
    try {
      var onTerminal = new ArrayList<>(List.of("/bin/sh", "-c", ON_TERMINAL, "exec"));
      onTerminal.add(terminal.device().toString());
      onTerminal.addAll(line);
      return new ExecProcess(launch(onTerminal), messages, terminal);
    } catch (IOException e) {
      terminal.close();
      throw e;
    }
  }

  private static Process launch(List<String> line) throws IOException {
    var builder = new ProcessBuilder(line);
    builder.environment().clear();
    builder.environment().putAll(HostCommand.baseEnvironment());
    return builder.start();
  }

  /// Copies all output to its end.
  public void copyOutput(OutputStream out, OutputStream err) throws IOException {
    var streams =
        terminal == null
            ? List.of(
                pump(process.getInputStream()::read, out),
                pump(process.getErrorStream()::read, err))
            : List.of(pump(terminal::read, out));
    try {
      streams.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw new IOException("copying the output of a process", e.getCause());
    }
  }

  public OutputStream input() {
    return terminal == null ? process.getOutputStream() : terminal.input();
  }

  /// Tells the process the size of its terminal.
  public void resize(int rows, int columns) throws IOException {
    if (terminal != null) {
      terminal.resize(new WindowSize(rows, columns));
      var runtime = ProcessIdentity.of((int) process.pid());
      if (runtime.isPresent()) {
        runtime.get().signal(Signals.WINCH);
      }
    }
  }

  /// Waits for its end.
  ///
  /// @return its exit code
  /// @throws RuntimeFailure when the runtime could not start it
  public int await() throws IOException, InterruptedException {
    var code = process.waitFor();
    if (code != 0) {
      requireNoMessage();
    }
    return code;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    closeQuietly(process.getOutputStream());
    if (terminal != null) {
      terminal.close();
    }
  }

  private void requireNoMessage() throws IOException {
    try {
      var written = Files.readString(messages);
      if (!written.isBlank()) {
        throw new RuntimeFailure(RuntimeFailure.lastMessage(written));
      }
    } catch (NoSuchFileException none) {
      return;
    }
  }

  private static void closeQuietly(OutputStream stream) {
    try {
      stream.close();
    } catch (IOException readerIsGone) {
      return;
    }
  }

  private interface Source {
    int read(byte[] buffer) throws IOException;
  }

  private static CompletableFuture<Void> pump(Source source, OutputStream sink) {
    var done = new CompletableFuture<Void>();
    Thread.ofPlatform()
        .daemon()
        .name("exec-output")
        .start(() -> {
          var buffer = new byte[BUFFER_BYTES];
          try {
            for (var length = source.read(buffer); length >= 0; length = source.read(buffer)) {
              sink.write(buffer, 0, length);
              sink.flush();
            }
            done.complete(null);
          } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }
}
