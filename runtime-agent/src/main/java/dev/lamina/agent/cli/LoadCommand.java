package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.ImageSummary;
import dev.lamina.agent.http.ImportRequest;
import dev.lamina.agent.http.Json;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `load -i FILE`: `import` in Docker's words.
@Command(name = "load", description = "Bring the images of an archive into the store.")
final class LoadCommand extends PrintingVerb {
  @Option(
      names = {"-i", "--input"},
      required = true,
      paramLabel = "FILE",
      description = "OCI layout or archive, or a docker-archive.")
  private Path file = Path.of("");

  @Override
  int run(ApiClient agent, Console console) {
    var order = new ImportRequest(console.caller().absolute(file), null, false);
    var answer = agent.call("POST", "/v1/images/import", order);
    return show(
        console,
        answer,
        () ->
            answer.forEach(
                image -> ImportCommand.print(console, Json.read(image, ImageSummary.class))));
  }
}
