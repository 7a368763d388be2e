package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.image.ImageRow;
import dev.lamina.kubectl.image.Images;
import dev.lamina.kubectl.json.Json;
import dev.lamina.kubectl.text.Human;
import dev.lamina.kubectl.text.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `history IMAGE [--no-trunc]`.
@Command(name = "history", description = "The instructions and layers of an image, newest first.")
final class HistoryCommand extends Verb {
  private static final int CREATED_BY_WIDTH = 45;
  private static final String ALGORITHM = "sha256:";

  @Parameters(paramLabel = "IMAGE", description = "Name, digest or the start of an id.")
  private String reference = "";

  @Option(names = "--no-trunc", description = "Whole ids and instructions.")
  private boolean whole;

  @Option(
      names = {"-q", "--quiet"},
      description = "Ids only.")
  private boolean quiet;

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  int run(Cluster cluster, Console console) {
    var record = Records.get(cluster, Images.of(cluster, false).get(reference));
    if (output.isObjects()) {
      output.print(List.of(record), console);
      return 0;
    }
    var steps = Json.elements(record.at("/status/history"));
    if (quiet) {
      steps.forEach(step -> console.print(id(step)));
      return 0;
    }
    var table = new Table("IMAGE", "CREATED", "CREATED BY", "SIZE", "COMMENT");
    steps.forEach(step -> row(table, step, console));
    table.print(console.out());
    return 0;
  }

  private void row(Table table, JsonNode step, Console console) {
    var createdBy = step.path("createdBy").asText("");
    table.row(
        id(step),
        Json.time(step, "created").map(console::ago).orElse("N/A"),
        whole ? createdBy : Human.ellipsis(createdBy, CREATED_BY_WIDTH),
        Human.size(step.path("bytes").asLong()),
        step.path("comment").asText(""));
  }

  private String id(JsonNode step) {
    var id = step.path("id").asText();
    return whole || !id.startsWith(ALGORITHM) ? id : ImageRow.shortened(id);
  }
}
