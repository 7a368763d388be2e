package dev.lamina.agent.cli;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.ExecRequest;
import dev.lamina.agent.http.ExecRoutes;
import dev.lamina.agent.http.Json;
import dev.lamina.crds.failure.FailureReason;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `exec [-i] [-t] CONTAINER ARG...`: returns what the process returned.
@Command(
    name = "exec",
    description = "Run one more process in a running container.",
    synopsisHeading = "Usage: ",
    customSynopsis = "lamina-agent exec [OPTIONS] CONTAINER ARG...")
final class ExecCommand extends Verb implements PassesOn {
  @Mixin private ProcessOptions process = new ProcessOptions();

  @Parameters(index = "0", paramLabel = "CONTAINER", description = "Name or id.")
  private String container = "";

  @Parameters(index = "1..*", paramLabel = "ARG", arity = "1..*", description = "What to run.")
  private List<String> command = List.of();

  @Override
  public Integer call() {
    try {
      return super.call();
    } catch (AgentException e) {
      return e.reason() == FailureReason.StartError
          ? root().console().runFailed(e)
          : root().console().failed(e);
    }
  }

  @Override
  int run(ApiClient agent, Console console) {
    var request =
        new ExecRequest(
            command,
            process.env(console.caller()),
            process.user(),
            process.workdir(),
            process.interactive(),
            process.tty());
    new Attachment("", "", process.interactive(), process.tty(), null)
        .requireTerminal("exec", console.caller());
    var created =
        Json.read(
            agent.call("POST", "/v1/containers/" + encoded(container) + "/exec", request),
            ExecRoutes.Created.class);
    var path = "/v1/exec/" + created.id();
    return new Attachment(
            path + "/start", path + "/resize", process.interactive(), process.tty(), null)
        .run(agent, console)
        .orElseThrow();
  }
}
