package dev.lamina.agent.cli;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.Json;
import dev.lamina.agent.http.Removal;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rmi [-f] REF...`: goes on with the others when one cannot be removed.
@Command(name = "rmi", description = "Take names away, and images that have none left.")
class RemoveImageCommand extends PrintingVerb {
  @Parameters(paramLabel = "REF", arity = "1..*", description = "Names, digests or ids.")
  private List<String> references = List.of();

  @Option(
      names = {"-f", "--force"},
      description = "By id, also with several names.")
  private boolean force;

  @Override
  int run(ApiClient agent, Console console) {
    var status = 0;
    for (var reference : references) {
      try {
        var answer =
            agent.call("DELETE", "/v1/images/" + encoded(reference) + "?force=" + force, null);
        show(console, answer, () -> Removals.print(console, Json.read(answer, Removal.class)));
      } catch (AgentException e) {
        status = console.failed(e);
      }
    }
    return status;
  }
}
