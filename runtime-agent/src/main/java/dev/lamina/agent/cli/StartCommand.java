package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `start CONTAINER...`.
@Command(name = "start", description = "Start containers that were stopped.")
final class StartCommand extends Verb {
  @Parameters(paramLabel = "CONTAINER", arity = "1..*", description = "Names or ids.")
  private List<String> containers = List.of();

  @Override
  int run(ApiClient agent, Console console) {
    for (var container : containers) {
      agent.call("POST", "/v1/containers/" + encoded(container) + "/start", null);
      console.print(container);
    }
    return 0;
  }
}
