package dev.lamina.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.ImageSummary;
import dev.lamina.agent.http.Json;
import dev.lamina.agent.image.Reference;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `images`.
@Command(name = "images", description = "List images.")
class ImagesCommand extends PrintingVerb {
  private static final String NONE = "<none>";

  @Option(names = "--digests", description = "Also the digests of the manifests.")
  private boolean digests;

  @Option(names = "--no-trunc", description = "Whole ids.")
  private boolean whole;

  @Option(
      names = {"-q", "--quiet"},
      description = "Ids only.")
  private boolean quiet;

  @Override
  int run(ApiClient agent, Console console) {
    var answer = agent.call("GET", "/v1/images", null);
    return show(console, answer, () -> print(console, answer));
  }

  private void print(Console console, JsonNode answer) {
    if (quiet) {
      answer.forEach(image -> console.print(id(Json.read(image, ImageSummary.class))));
      return;
    }
    var table =
        digests
            ? new Table("REPOSITORY", "TAG", "DIGEST", "IMAGE ID", "CREATED", "SIZE")
            : new Table("REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE");
    for (var node : answer) {
      var image = Json.read(node, ImageSummary.class);
      if (image.names().isEmpty()) {
        row(table, image, NONE, NONE);
      }
      for (Reference name : image.names()) {
        row(table, image, name.familiarName(), Objects.requireNonNullElse(name.tag(), NONE));
      }
    }
    table.print(console);
  }

  private void row(Table table, ImageSummary image, String repository, String tag) {
    var created = Human.duration(Duration.between(image.created(), Instant.now())) + " ago";
    var size = Human.size(image.size());
    if (digests) {
      table.row(repository, tag, image.digest().toString(), id(image), created, size);
    } else {
      table.row(repository, tag, id(image), created, size);
    }
  }

  private String id(ImageSummary image) {
    return whole ? image.id().toString() : image.id().shortHex();
  }
}
