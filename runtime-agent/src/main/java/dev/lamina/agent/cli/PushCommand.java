package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.Json;
import dev.lamina.agent.http.PushAnswer;
import dev.lamina.agent.http.PushCall;
import dev.lamina.agent.http.PushEvent;
import dev.lamina.agent.image.Reference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `push REF [DEST]`, with the lines of `docker push`.
@Command(name = "push", description = "Bring an image into a registry.")
final class PushCommand extends PrintingVerb {
  @Parameters(index = "0", paramLabel = "REF", description = "The image.")
  private String reference = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DEST",
      description = "Its name in the registry (default: REF).")
  private @Nullable String destination;

  @Option(names = "--platform", paramLabel = "P", description = "What the image has to be for.")
  private @Nullable String platform;

  @Option(
      names = "--max-layer-bytes",
      paramLabel = "N",
      description = "Refuse an image with a larger layer.")
  private @Nullable Long maxLayerBytes;

  @Mixin private RegistryOptions registry = new RegistryOptions();

  @Override
  int run(ApiClient agent, Console console) {
    var name = Reference.parse(Objects.requireNonNullElse(destination, reference));
    var call =
        PushCall.of(
            reference, destination, platform, registry.call(console.caller()), maxLayerBytes);
    forPeople(() -> console.print("The push refers to repository [" + name.name() + "]"));
    var answer =
        agent.call(
            "POST",
            "/v1/images/push",
            call,
            event -> forPeople(() -> print(Json.read(event, PushEvent.class), console)));
    return show(console, answer, () -> print(Json.read(answer, PushAnswer.class), console));
  }

  private static void print(PushEvent event, Console console) {
    var result =
        switch (event.state()) {
          case PRESENT -> "Layer already exists";
          case MOUNTED -> "Mounted from another repository";
          case UPLOADED -> "Pushed";
        };
    console.print(event.layer().shortHex() + ": " + result);
  }

  private static void print(PushAnswer answer, Console console) {
    var target = answer.name().tag() == null ? answer.digest() : answer.name().tag();
    console.print(target + ": digest: " + answer.digest() + " size: " + answer.size());
  }
}
