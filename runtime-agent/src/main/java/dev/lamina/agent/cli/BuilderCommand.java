package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.CachePruneRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `builder build|prune`, as in Docker.
@Command(
    name = "builder",
    description = "Build, and prune the build cache, as docker builder has it.",
    synopsisSubcommandLabel = "VERB",
    mixinStandardHelpOptions = true,
    subcommands = {BuildCommand.class, BuilderCommand.Prune.class})
final class BuilderCommand {
  /// `builder prune [--keep-storage BYTES] [--filter until=24h] [--dry-run]`.
  @Command(
      name = "prune",
      description = "Remove cached steps and cache mounts that no running build uses.")
  static final class Prune extends PrintingVerb {
    @Option(
        names = {"--keep-storage", "--max-used-space"},
        paramLabel = "BYTES",
        description = "So much may stay, such as 10Gi: what was used longest ago goes first.")
    private @Nullable String keepStorage;

    @Option(
        names = "--filter",
        paramLabel = "NAME=VALUE",
        description = "Only what until=24h says: not used for so long.")
    private List<String> filters = List.of();

    @Option(names = "--dry-run", description = "Say what would go, remove nothing.")
    private boolean dryRun;

    @Option(
        names = {"-a", "--all", "-f", "--force"},
        description = "Accepted as Docker has them: this takes all and asks no question.")
    @SuppressWarnings("UnusedVariable") // nothing is left out without them
    private boolean ignored;

    @Override
    int run(ApiClient agent, Console console) {
      var request = new CachePruneRequest(keepStorage, filters, dryRun);
      var answer = agent.call("POST", "/v1/build-cache/prune", request);
      return show(
          console,
          answer,
          () ->
              console.print(
                  "Total %s space: %s"
                      .formatted(
                          dryRun ? "reclaimable" : "reclaimed",
                          Human.size(answer.path("reclaimed").asLong()))));
    }
  }
}
