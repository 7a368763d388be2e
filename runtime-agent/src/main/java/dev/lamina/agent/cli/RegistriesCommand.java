package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.Json;
import dev.lamina.agent.http.RegistryRow;
import picocli.CommandLine.Command;

/// `system registries`.
@Command(
    name = "registries",
    description =
        "How registries are spoken to: by the settings file of the node, and where that says"
            + " nothing by the RegistryConfigs of the cluster. The longest prefix counts.")
final class RegistriesCommand extends PrintingVerb {
  @Override
  int run(ApiClient agent, Console console) {
    var answer = agent.call("GET", "/v1/registries", null);
    return show(
        console,
        answer,
        () -> {
          var table = new Table("PREFIX", "MIRRORS", "CA", "PLAIN HTTP", "PULLS/MIN", "FROM");
          for (var node : answer) {
            var row = Json.read(node, RegistryRow.class);
            table.row(
                row.prefix(),
                String.join(" ", row.mirrors()),
                row.ca(),
                row.plainHttp() ? "yes" : "no",
                row.maxPullsPerMinute() == 0 ? "" : Integer.toString(row.maxPullsPerMinute()),
                row.source());
          }
          table.print(console);
        });
  }
}
