package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.KillRequest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kill [-s SIGNAL] CONTAINER...`.
@Command(name = "kill", description = "Send a signal to running containers.")
final class KillCommand extends Verb {
  @Parameters(paramLabel = "CONTAINER", arity = "1..*", description = "Names or ids.")
  private List<String> containers = List.of();

  @Option(
      names = {"-s", "--signal"},
      paramLabel = "SIGNAL",
      description = "Such as SIGHUP (default: KILL).",
      defaultValue = "KILL")
  private String signal = "KILL";

  @Override
  int run(ApiClient agent, Console console) {
    for (var container : containers) {
      var path = "/v1/containers/" + encoded(container) + "/kill";
      agent.call("POST", path, new KillRequest(signal));
      console.print(container);
    }
    return 0;
  }
}
