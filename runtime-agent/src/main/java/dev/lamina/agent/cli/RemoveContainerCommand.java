package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rm [-f] CONTAINER...`.
@Command(name = "rm", description = "Remove containers with their writable layers.")
final class RemoveContainerCommand extends Verb {
  @Parameters(paramLabel = "CONTAINER", arity = "1..*", description = "Names or ids.")
  private List<String> containers = List.of();

  @Option(
      names = {"-f", "--force"},
      description = "Running ones too, which are killed.")
  private boolean force;

  @Override
  int run(ApiClient agent, Console console) {
    for (var container : containers) {
      agent.call("DELETE", "/v1/containers/" + encoded(container) + "?force=" + force, null);
      console.print(container);
    }
    return 0;
  }
}
