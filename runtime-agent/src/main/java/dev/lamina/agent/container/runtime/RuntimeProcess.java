package dev.lamina.agent.container.runtime;

import dev.lamina.agent.linux.HostCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A runtime that runs a container to its end as a child of this process. Closing it kills the
/// runtime; what it has started is the business of the control group.
public final class RuntimeProcess implements AutoCloseable {
  private static final int BUFFER_BYTES = 32 * 1024;

  private final Process process;
  private final Path messages;
  private final CompletableFuture<Void> output;

  private RuntimeProcess(Process process, Path messages, CompletableFuture<Void> output) {
    this.process = process;
    this.messages = messages;
    this.output = output;
  }

  /// Takes output as it comes.
  public interface Sink {
    void accept(byte[] bytes, int length);
  }

  /// Starts it, with an empty standard input.
  ///
  /// The runtime's own messages go to a file, apart from what the container writes.
  public static RuntimeProcess run(
      OciRuntime runtime, String id, Path bundle, Sink stdout, Sink stderr) throws IOException {
    var messages = bundle.resolve("runtime.log");
    var line =
        runtime.creating("--log", messages.toString(), "run", "--bundle", bundle.toString(), id);
    var builder = new ProcessBuilder(line);
    builder.environment().clear();
    builder.environment().putAll(HostCommand.baseEnvironment());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    var process = builder.start();
    var output =
        CompletableFuture.allOf(
            pump(process.getInputStream(), stdout), pump(process.getErrorStream(), stderr));
    return new RuntimeProcess(process, messages, output);
  }

  /// Waits for the end of the container and of its output.
  ///
  /// @return its exit code
  /// @throws RuntimeFailure when the runtime could not start it
  public int await() throws IOException, InterruptedException {
    var code = process.waitFor();
    try {
      output.join();
    } catch (CompletionException e) {
      throw new IOException("reading the output of a container", e.getCause());
    }
    if (code != 0) {
      requireNoMessage();
    }
    return code;
  }

  @Override
  public void close() {
    process.destroyForcibly();
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

  private static CompletableFuture<Void> pump(InputStream stream, Sink sink) {
    return CompletableFuture.runAsync(
        () -> {
          var buffer = new byte[BUFFER_BYTES];
          try (stream) {
            for (var length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
              sink.accept(buffer, length);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        Thread::startVirtualThread);
  }
}
