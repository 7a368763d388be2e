package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.Json;
import dev.lamina.agent.http.SearchCall;
import dev.lamina.agent.http.SearchRow;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `search TERM`, with the columns of `docker search`.
@Command(
    name = "search",
    description = "Find images on Docker Hub, or in a registry that lists its names.")
final class SearchCommand extends PrintingVerb {
  private static final int DESCRIPTION_WIDTH = 45;

  @Parameters(paramLabel = "TERM", description = "A word, or REGISTRY/WORD.")
  private String term = "";

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "NAME=VALUE",
      description = "Only those: is-official=true, is-automated=true, stars=N.")
  private List<String> filters = List.of();

  @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: 25).")
  private @Nullable Integer limit;

  @Option(names = "--no-trunc", description = "Whole descriptions.")
  private boolean whole;

  @Mixin private RegistryOptions registry = new RegistryOptions();

  @Override
  int run(ApiClient agent, Console console) {
    var call = SearchCall.of(term, filters, limit, registry.call(console.caller()));
    var answer = agent.call("POST", "/v1/search", call);
    return show(
        console,
        answer,
        () -> {
          var table = new Table("NAME", "DESCRIPTION", "STARS", "OFFICIAL");
          answer.forEach(found -> row(table, Json.read(found, SearchRow.class)));
          table.print(console);
        });
  }

  private void row(Table table, SearchRow found) {
    var description = found.description().replaceAll("\\s+", " ");
    table.row(
        found.name(),
        whole ? description : Human.ellipsis(description, DESCRIPTION_WIDTH),
        Long.toString(found.stars()),
        found.official() ? "[OK]" : "");
  }
}
