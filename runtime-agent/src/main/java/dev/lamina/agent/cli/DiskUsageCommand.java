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
                reclaimable(row));
          }
          table.print(console);
        });
  }

  /// With its share, as Docker has it for all but the build cache.
  private static String reclaimable(DiskUsageRow row) {
    var size = Human.size(row.reclaimable());
    return row.size() == 0 || row.type().equals(DiskUsageRow.BUILD_CACHE)
        ? size
        : "%s (%d%%)".formatted(size, 100 * row.reclaimable() / row.size());
  }
}
