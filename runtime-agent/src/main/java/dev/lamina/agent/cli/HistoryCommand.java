package dev.lamina.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.Json;
import dev.lamina.agent.inspect.HistoryRow;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `history REF [--no-trunc]`.
@Command(name = "history", description = "The instructions and layers of an image, newest first.")
final class HistoryCommand extends PrintingVerb {
  private static final int CREATED_BY_WIDTH = 45;
  private static final int ID_WIDTH = 12;
  private static final String ALGORITHM = "sha256:";

  @Parameters(paramLabel = "REF", description = "The image.")
  private String reference = "";

  @Option(names = "--no-trunc", description = "Whole ids and instructions.")
  private boolean whole;

  @Override
  int run(ApiClient agent, Console console) {
    var answer = agent.call("GET", "/v1/images/" + encoded(reference) + "/history", null);
    return show(console, answer, () -> print(console, answer));
  }

  private void print(Console console, JsonNode answer) {
    var table = new Table("IMAGE", "CREATED", "CREATED BY", "SIZE", "COMMENT");
    for (var node : answer) {
      var row = Json.read(node, HistoryRow.class);
      table.row(
          id(row),
          row.created() == null
              ? "N/A"
              : Human.duration(Duration.between(row.created(), Instant.now())) + " ago",
          whole ? row.createdBy() : Human.ellipsis(row.createdBy(), CREATED_BY_WIDTH),
          Human.size(row.size()),
          row.comment());
    }
    table.print(console);
  }

  private String id(HistoryRow row) {
    if (whole || !row.id().startsWith(ALGORITHM)) {
      return row.id();
    }
    return row.id().substring(ALGORITHM.length(), ALGORITHM.length() + ID_WIDTH);
  }
}
