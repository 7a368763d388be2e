package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.ExportRequest;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `export REF PATH`.
@Command(
    name = "export",
    description = "Write an image as OCI layout (directory) or archive (.tar).")
final class ExportCommand extends PrintingVerb {
  @Parameters(index = "0", paramLabel = "REF", description = "The image.")
  private String reference = "";

  @Parameters(index = "1", paramLabel = "PATH", description = "Directory, or a file *.tar.")
  private Path path = Path.of("");

  @Override
  int run(ApiClient agent, Console console) {
    var answer =
        agent.call(
            "POST",
            "/v1/images/export",
            new ExportRequest(reference, console.caller().absolute(path)));
    return show(console, answer, () -> {});
  }
}
