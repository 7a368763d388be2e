package dev.lamina.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.ResizeRequest;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.Terminal;
import dev.lamina.agent.linux.WindowSize;
import dev.lamina.crds.failure.FailureReason;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A process of a container, joined to what this command line reads and writes: its output here,
/// with `input` this input there, with `tty` this terminal in raw mode and its size passed on.
///
/// @param attach path of the call whose body is the input
/// @param resize path of the call that tells the size
/// @param keys that detach; absent = none do
record Attachment(
    String attach, String resize, boolean input, boolean tty, @Nullable DetachKeys keys) {
  private static final Logger LOG = LoggerFactory.getLogger(Attachment.class);
  private static final Duration SIZE_POLL = Duration.ofMillis(250);

  /// Refuses a terminal that is none.
  void requireTerminal(String verb, Caller caller) {
    if (tty && input && !caller.hasTerminal()) {
      throw new AgentException(
          FailureReason.InvalidArgument, verb + " -it: standard input is not a terminal");
    }
  }

  /// Goes on until the process ends.
  ///
  /// @return its exit code; empty when the keys detached from it
  Optional<Integer> run(ApiClient agent, Console console) {
    if (!tty || !console.caller().hasTerminal()) {
      return join(agent, console);
    }
    var sizes = Thread.ofVirtual().unstarted(() -> followSize(agent));
    try (var raw = Terminal.raw()) {
      LOG.debug("terminal in raw mode: {}", raw);
      sizes.start();
      return join(agent, console);
    } catch (LinuxException e) {
      throw new AgentException(
          FailureReason.RuntimeUnavailable, "switching the terminal to raw mode: " + e, e);
    } finally {
      sizes.interrupt();
    }
  }

  /// The call is left to itself on a detachment: it ends with this process.
  private Optional<Integer> join(ApiClient agent, Console console) {
    var end = new CompletableFuture<Optional<Integer>>();
    var body = input ? console.caller().input() : InputStream.nullInputStream();
    var watched = keys == null ? body : keys.watch(body, () -> end.complete(Optional.empty()));
    Thread.ofVirtual()
        .start(() -> {
          try {
            var answer = agent.send("POST", attach, watched, event -> Output.print(event, console));
            end.complete(Optional.of(exitCode(answer)));
          } catch (RuntimeException e) {
            end.completeExceptionally(e);
          }
        });
    try {
      return end.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(FailureReason.Cancelled, "nobody reads the output any more", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AgentException understood) {
        throw understood;
      }
      throw new IllegalStateException("attached to " + attach, e.getCause());
    }
  }

  private static int exitCode(JsonNode answer) {
    return answer.path("exitCode").asInt(Console.RUN_FAILED);
  }

  /// Tells the terminal on the other side its size whenever it changes.
  private void followSize(ApiClient agent) {
    var told = Optional.<WindowSize>empty();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(SIZE_POLL);
        var size = Terminal.size(Terminal.STANDARD_INPUT);
        if (size.isPresent() && !size.equals(told) && tell(agent, size.get())) {
          told = size;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean tell(ApiClient agent, WindowSize size) {
    try {
      agent.call("POST", resize, new ResizeRequest(size.rows(), size.columns()));
      return true;
    } catch (AgentException e) {
      LOG.debug("the terminal was not resized", e);
      return false;
    }
  }
}
