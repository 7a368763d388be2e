package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.ImageSummary;
import dev.lamina.agent.http.ImportRequest;
import dev.lamina.agent.http.Json;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `import PATH [--tag REF] [--rootfs]`.
@Command(
    name = "import",
    description = "Bring an image archive or a root filesystem into the store.")
final class ImportCommand extends PrintingVerb {
  @Parameters(
      paramLabel = "PATH",
      description = "OCI layout or archive, docker-archive, or a root filesystem archive.")
  private Path path = Path.of("");

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "REF",
      description = "Name of the image.")
  private @Nullable String tag;

  @Option(
      names = "--rootfs",
      description = "PATH is a root filesystem: make a base image of one layer from it.")
  private boolean rootfs;

  @Override
  int run(ApiClient agent, Console console) {
    var answer =
        agent.call(
            "POST",
            "/v1/images/import",
            new ImportRequest(console.caller().absolute(path), tag, rootfs));
    return show(
        console,
        answer,
        () -> answer.forEach(image -> print(console, Json.read(image, ImageSummary.class))));
  }

  static void print(Console console, ImageSummary image) {
    image.names().forEach(name -> console.print("Loaded image: " + name));
    if (image.names().isEmpty()) {
      console.print("Loaded image ID: " + image.id());
    }
  }
}
