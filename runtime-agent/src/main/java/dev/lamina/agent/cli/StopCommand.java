package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.StopRequest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `stop [-t SECONDS] CONTAINER...`.
@Command(name = "stop", description = "Stop containers: their stop signal, then SIGKILL.")
final class StopCommand extends Verb {
  @Parameters(paramLabel = "CONTAINER", arity = "1..*", description = "Names or ids.")
  private List<String> containers = List.of();

  @Option(
      names = {"-t", "--time"},
      paramLabel = "SECONDS",
      description = "From the stop signal to SIGKILL (default: 10).",
      defaultValue = "10")
  private int seconds;

  @Override
  int run(ApiClient agent, Console console) {
    for (var container : containers) {
      agent.call(
          "POST", "/v1/containers/" + encoded(container) + "/stop", new StopRequest(seconds));
      console.print(container);
    }
    return 0;
  }
}
