package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.ExportRequest;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `save -o FILE REF`: `export` in Docker's words.
@Command(name = "save", description = "Write an image to an archive or layout, as export does.")
final class SaveCommand extends Verb {
  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "A file *.tar, or a directory.")
  private Path file = Path.of("");

  @Parameters(paramLabel = "REF", description = "The image.")
  private String reference = "";

  @Override
  int run(ApiClient agent, Console console) {
    var path = console.caller().absolute(file);
    agent.call("POST", "/v1/images/export", new ExportRequest(reference, path));
    return 0;
  }
}
