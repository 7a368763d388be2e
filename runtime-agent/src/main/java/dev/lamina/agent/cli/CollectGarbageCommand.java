package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import picocli.CommandLine.Command;

/// `gc`.
@Command(name = "gc", description = "Remove blobs and layers that nothing reaches.")
final class CollectGarbageCommand extends PrintingVerb {
  @Override
  int run(ApiClient agent, Console console) {
    var answer = agent.call("POST", "/v1/gc", null);
    return show(
        console,
        answer,
        () -> console.print("Reclaimed " + Human.size(answer.path("reclaimed").asLong())));
  }
}
