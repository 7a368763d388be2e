package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `inspect REF...`: always JSON, an array as Docker prints it.
@Command(name = "inspect", description = "Everything about images, as JSON.")
final class InspectCommand extends PrintingVerb {
  @Parameters(paramLabel = "REF", arity = "1..*", description = "The images.")
  private List<String> references = List.of();

  @Override
  int run(ApiClient agent, Console console) {
    var images = new ArrayList<>();
    for (var reference : references) {
      images.add(agent.call("GET", "/v1/images/" + encoded(reference), null));
    }
    var answer = Json.tree(images);
    return show(console, answer, () -> console.print(Json.pretty(answer)));
  }
}
