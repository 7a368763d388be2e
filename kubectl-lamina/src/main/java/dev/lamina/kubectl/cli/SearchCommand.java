package dev.lamina.kubectl.cli;

import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.image.ImageName;
import dev.lamina.kubectl.search.Filters;
import dev.lamina.kubectl.search.FoundRepository;
import dev.lamina.kubectl.search.RegistrySearch;
import dev.lamina.kubectl.text.Human;
import dev.lamina.kubectl.text.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `search TERM`, with the columns of `docker search`.
@Command(
    name = "search",
    description = "Find images on Docker Hub, or in a registry that lists its names.")
final class SearchCommand extends Verb {
  private static final int DESCRIPTION_WIDTH = 45;

  @Parameters(paramLabel = "TERM", description = "A word, or REGISTRY/WORD.")
  private String term = "";

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "NAME=VALUE",
      description = "Only those: is-official=true, is-automated=true, stars=N.")
  private List<String> filters = List.of();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "25",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--no-trunc", description = "Whole descriptions.")
  private boolean whole;

  @Option(names = "--list-tags", description = "The tags of the repository TERM instead.")
  private boolean tags;

  @Override
  int run(Cluster cluster, Console console) {
    var slash = term.indexOf('/');
    var host = slash < 0 ? "" : term.substring(0, slash);
    var hasHost = host.contains(".") || host.contains(":") || host.equals("localhost");
    if (tags) {
      listTags(cluster, console);
      return 0;
    }
    var wanted = Filters.parse(filters);
    var found =
        hasHost
            ? search(cluster, host).catalog(host, term.substring(slash + 1), limit, wanted)
            : new RegistrySearch(null).hub(term, limit, wanted);
    var table = new Table("NAME", "DESCRIPTION", "STARS", "OFFICIAL");
    found.forEach(repository -> row(table, repository));
    table.print(console.out());
    return 0;
  }

  private void listTags(Cluster cluster, Console console) {
    var name = ImageName.parse(term);
    var search = search(cluster, name.registry());
    var table = new Table("NAME", "TAG");
    search
        .tags(name.registry(), name.remotePath(), limit)
        .forEach(tag -> table.row(name.repository(), tag));
    table.print(console.out());
  }

  private static RegistrySearch search(Cluster cluster, String host) {
    return new RegistrySearch(basicOf(cluster, host));
  }

  private static @Nullable String basicOf(Cluster cluster, String host) {
    return Logins.basic(cluster, host).orElse(null);
  }

  private void row(Table table, FoundRepository found) {
    var description = found.description().replaceAll("\\s+", " ");
    table.row(
        found.name(),
        whole ? description : Human.ellipsis(description, DESCRIPTION_WIDTH),
        Long.toString(found.stars()),
        found.isOfficial() ? "[OK]" : "");
  }
}
