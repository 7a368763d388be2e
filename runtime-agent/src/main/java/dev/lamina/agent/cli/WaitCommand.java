package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.ContainerRoutes.Exit;
import dev.lamina.agent.http.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `wait CONTAINER...`.
@Command(name = "wait", description = "Wait until containers do not run; print their exit codes.")
final class WaitCommand extends Verb {
  @Parameters(paramLabel = "CONTAINER", arity = "1..*", description = "Names or ids.")
  private List<String> containers = List.of();

  @Override
  int run(ApiClient agent, Console console) {
    for (var container : containers) {
      var path = "/v1/containers/" + encoded(container) + "/wait";
      var exit = Json.read(agent.call("POST", path, null, event -> {}), Exit.class);
      console.print(String.valueOf(exit.exitCode()));
    }
    return 0;
  }
}
