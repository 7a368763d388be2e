package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.DiskUsageRow;
import dev.lamina.agent.http.Json;
import picocli.CommandLine.Command;

/// `df`.
@Command(name = "df", description = "What takes how much of the disk.")
final class DiskUsageCommand extends PrintingVerb {
  @Override
  int run(ApiClient agent, Console console) {
    var answer = agent.call("GET", "/v1/df", null);
    return show(
        console,
        answer,
        () -> {
          var table = new Table("TYPE", "TOTAL", "ACTIVE", "SIZE", "RECLAIMABLE");
          for (var node : answer) {
            var row = Json.read(node, DiskUsageRow.class);
            table.row(
                row.type(),
                Integer.toString(row.total()),
                Integer.toString(row.active()),
                Human.size(row.size()),
                Human.size(row.reclaimable()));
          }
          table.print(console);
        });
  }
}
