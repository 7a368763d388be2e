package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.TagRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tag SRC DST`.
@Command(name = "tag", description = "Give an image one more name.")
final class TagCommand extends PrintingVerb {
  @Parameters(index = "0", paramLabel = "SRC", description = "The image.")
  private String source = "";

  @Parameters(index = "1", paramLabel = "DST", description = "The new name.")
  private String target = "";

  @Override
  int run(ApiClient agent, Console console) {
    var answer = agent.call("POST", "/v1/images/tag", new TagRequest(source, target));
    return show(console, answer, () -> {});
  }
}
