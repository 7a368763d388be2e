package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.Json;
import dev.lamina.agent.http.PruneRequest;
import dev.lamina.agent.http.Removal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `prune [-a] [--dry-run]`.
@Command(name = "prune", description = "Remove images that nothing uses.")
final class PruneCommand extends PrintingVerb {
  @Option(
      names = {"-a", "--all"},
      description = "Those with a name, too.")
  private boolean all;

  @Option(names = "--dry-run", description = "Say what would go, remove nothing.")
  private boolean dryRun;

  @Override
  int run(ApiClient agent, Console console) {
    var answer = agent.call("POST", "/v1/prune", new PruneRequest(all, dryRun));
    return show(
        console,
        answer,
        () -> {
          var removal = Json.read(answer, Removal.class);
          Removals.print(console, removal);
          console.print(
              "Total %s space: %s"
                  .formatted(
                      dryRun ? "reclaimable" : "reclaimed", Human.size(removal.reclaimed())));
        });
  }
}
