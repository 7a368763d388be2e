package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.StopRequest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `restart [-t SECONDS] CONTAINER...`.
@Command(name = "restart", description = "Stop containers that run, and start them.")
final class RestartCommand extends Verb {
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
      var path = "/v1/containers/" + encoded(container) + "/restart";
      agent.call("POST", path, new StopRequest(seconds));
      console.print(container);
    }
    return 0;
  }
}
