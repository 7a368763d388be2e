package dev.lamina.agent.cli;

import dev.lamina.agent.container.Container;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.Json;
import dev.lamina.crds.failure.FailureReason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `attach CONTAINER`: returns what the container returns.
@Command(name = "attach", description = "Join the streams of a running container.")
final class AttachCommand extends Verb {
  @Parameters(paramLabel = "CONTAINER", description = "Name or id.")
  private String container = "";

  @Option(names = "--no-stdin", description = "Its output only.")
  private boolean outputOnly;

  @Option(
      names = "--detach-keys",
      paramLabel = "KEYS",
      description = "What leaves it running (default: ${DEFAULT-VALUE}).",
      defaultValue = DetachKeys.DEFAULT)
  private String keys = DetachKeys.DEFAULT;

  @Override
  int run(ApiClient agent, Console console) {
    var path = "/v1/containers/" + encoded(container);
    var detach = DetachKeys.parse(keys);
    var found = Json.read(agent.call("GET", path, null), Container.class);
    if (found.state() != Container.State.RUNNING) {
      throw new AgentException(
          FailureReason.InvalidArgument, "container " + found.name() + " is not running");
    }
    var spec = found.spec();
    var attachment =
        new Attachment(
            path + "/attach",
            path + "/resize",
            spec.interactive() && !outputOnly,
            spec.tty(),
            detach);
    attachment.requireTerminal("attach", console.caller());
    return attachment.run(agent, console).orElse(0);
  }
}
