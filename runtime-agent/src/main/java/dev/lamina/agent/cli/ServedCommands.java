package dev.lamina.agent.cli;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.ApiRouter;
import dev.lamina.agent.http.CommandRequest;
import dev.lamina.agent.http.CommandRoutes;
import dev.lamina.agent.http.Departure;
import dev.lamina.agent.http.InProcessClient;
import dev.lamina.agent.http.mirror.MirrorSettings;
import dev.lamina.crds.failure.FailureReason;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The command line inside of the daemon, for callers at its socket. It has no terminal and no
/// standard input: verbs that want them are for a process of their own.
public final class ServedCommands implements CommandRoutes.Commands {
  private final Backend backend;

  public ServedCommands(ApiRouter router) {
    backend = new Served(router);
  }

  @Override
  public int run(CommandRequest request, Departure departure, OutputStream out, OutputStream err) {
    var caller = new Remote(Path.of(request.directory()), request.environment(), departure);
    return AgentCommand.run(
        request.arguments().toArray(String[]::new),
        backend,
        new Console(printer(out), printer(err), caller));
  }

  /// Sends whole lines where it can: each write is a message.
  private static PrintStream printer(OutputStream out) {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  private record Served(ApiRouter router) implements Backend {
    @Override
    public ApiClient connect(GlobalOptions options) {
      return new InProcessClient(router, () -> {});
    }

    @Override
    public void serve(
        GlobalOptions options, @Nullable Path kubeconfig, @Nullable MirrorSettings mirror) {
      throw new AgentException(FailureReason.StoreLocked, "an agent serves here already");
    }
  }

  private record Remote(Path directory, Map<String, String> environment, Departure departure)
      implements Caller {
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
      var before = departure.replace(action);
      return () -> departure.replace(before);
    }
  }
}
