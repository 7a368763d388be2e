package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.MountRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `mount REF`.
@Command(name = "mount", description = "Mount an image's filesystem read-only; prints where.")
final class MountCommand extends PrintingVerb {
  @Parameters(paramLabel = "REF", description = "The image.")
  private String reference = "";

  @Override
  int run(ApiClient agent, Console console) {
    var answer = agent.call("POST", "/v1/mounts", new MountRequest(reference));
    return show(console, answer, () -> console.print(answer.path("path").asText()));
  }
}
