package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.Json;
import dev.lamina.agent.http.PullAnswer;
import dev.lamina.agent.http.PullCall;
import dev.lamina.agent.http.PullEvent;
import dev.lamina.agent.image.Reference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pull REF`, with the lines of `docker pull`.
@Command(name = "pull", description = "Fetch an image from a registry.")
final class PullCommand extends PrintingVerb {
  @Parameters(paramLabel = "REF", description = "Name of the image.")
  private String reference = "";

  @Option(names = "--platform", paramLabel = "P", description = "os/architecture[/variant].")
  private @Nullable String platform;

  @Option(
      names = "--max-layer-bytes",
      paramLabel = "N",
      description = "Refuse an image with a larger layer.")
  private @Nullable Long maxLayerBytes;

  @Mixin private RegistryOptions registry = new RegistryOptions();

  @Override
  int run(ApiClient agent, Console console) {
    var name = Reference.parse(reference);
    var call = PullCall.of(reference, platform, registry.call(console.caller()), maxLayerBytes);
    forPeople(() -> announce(name, console));
    var answer =
        agent.call(
            "POST",
            "/v1/images/pull",
            call,
            event ->
                forPeople(
                    () -> PullPrinter.print(Json.read(event, PullEvent.class), console.out())));
    return show(console, answer, () -> print(Json.read(answer, PullAnswer.class), console));
  }

  private void announce(Reference name, Console console) {
    if (name.tag() != null && !isTagged()) {
      console.print("Using default tag: " + name.tag());
    }
    var wanted = name.digest() == null ? name.tag() : name.digest();
    console.print(wanted + ": Pulling from " + name.repository());
  }

  private boolean isTagged() {
    return reference.indexOf(':', reference.lastIndexOf('/') + 1) >= 0;
  }

  private static void print(PullAnswer answer, Console console) {
    var status = answer.isNew() ? "Downloaded newer image for " : "Image is up to date for ";
    console.print("Digest: " + answer.digest());
    console.print("Status: " + status + familiar(answer.name()));
    console.print(answer.name().toString());
  }

  private static String familiar(Reference name) {
    return name.tag() == null
        ? name.familiarName() + "@" + name.digest()
        : name.familiarName() + ":" + name.tag();
  }
}
