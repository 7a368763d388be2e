package dev.lamina.agent.http;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.ContainerRoutes.Exit;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// `/v1/commands`: a whole command line, so that a verb needs no JVM of its own.
///
/// The body is the [CommandRequest] as one line and stays open for as long as somebody waits for
/// the answer: a connection that breaks before its end tells that the caller is gone.
public final class CommandRoutes {
  private static final Path MOUNTS = Path.of("/proc/self/ns/mnt");

  private final Commands commands;

  public CommandRoutes(Commands commands) {
    this.commands = commands;
  }

  /// Runs command lines.
  @FunctionalInterface
  public interface Commands {
    /// Returns the exit status.
    int run(CommandRequest request, Departure departure, OutputStream out, OutputStream err);
  }

  public void addTo(ApiRouter router) {
    router.stream("POST", "/v1/commands", this::run);
  }

  private Exit run(ApiRequest request, EventStream events) {
    var command = request.line(CommandRequest.class);
    requireSameMounts(command);
    var departure = new Departure(Thread.currentThread()::interrupt);
    if (request.input() instanceof CallInput connected) {
      connected.tell(departure);
    }
    try {
      var out = new OutputEvents("stdout", events);
      var err = new OutputEvents("stderr", events);
      return new Exit(commands.run(command, departure, out, err));
    } finally {
      departure.end();
    }
  }

  private static void requireSameMounts(CommandRequest command) {
    try {
      var ours = Files.readSymbolicLink(MOUNTS).toString();
      if (!ours.equals(command.mounts())) {
        throw new AgentException(
            FailureReason.InvalidArgument,
            "the caller sees other mounts (%s) than the agent (%s)"
                .formatted(command.mounts(), ours));
      }
    } catch (IOException e) {
      throw new AgentException(FailureReason.InternalError, "reading " + MOUNTS + ": " + e, e);
    }
  }
}
