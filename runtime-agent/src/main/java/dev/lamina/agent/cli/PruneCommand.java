package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.Json;
import dev.lamina.agent.http.PruneRequest;
import dev.lamina.agent.http.Removal;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `prune [-a] [--dry-run] [--filter NAME=VALUE]...`.
@Command(name = "prune", description = "Remove images that nothing uses.")
final class PruneCommand extends PrintingVerb {
  @Option(
      names = {"-a", "--all"},
      description = "Those with a name, too.")
  private boolean all;

  @Option(names = "--dry-run", description = "Say what would go, remove nothing.")
  private boolean dryRun;

  @Option(
      names = "--filter",
      paramLabel = "NAME=VALUE",
      description =
          "Only those: until=24h (made longer ago), label=KEY[=VALUE], label!=KEY[=VALUE],"
              + " reference=PATTERN.")
  private List<String> filters = List.of();

  @Option(
      names = {"-f", "--force"},
      description = "Accepted as Docker has it: this asks no question in any case.")
  @SuppressWarnings("UnusedVariable") // there is no question to leave out
  private boolean force;

  @Override
  int run(ApiClient agent, Console console) {
    var answer = agent.call("POST", "/v1/prune", new PruneRequest(all, dryRun, filters));
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
