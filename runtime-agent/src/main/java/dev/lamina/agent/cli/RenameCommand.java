package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.RenameRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `rename CONTAINER NAME`.
@Command(name = "rename", description = "Give a container another name.")
final class RenameCommand extends Verb {
  @Parameters(index = "0", paramLabel = "CONTAINER", description = "Name or id.")
  private String container = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "The new name.")
  private String name = "";

  @Override
  int run(ApiClient agent, Console console) {
    var path = "/v1/containers/" + encoded(container) + "/rename";
    agent.call("POST", path, new RenameRequest(name));
    return 0;
  }
}
