package dev.lamina.agent.cli;

import dev.lamina.agent.build.commit.CommitResult;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.CommitOrder;
import dev.lamina.agent.http.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `commit [-a AUTHOR] [-m MESSAGE] [-c CHANGE]... CONTAINER REF`.
@Command(name = "commit", description = "Make an image of what a container wrote.")
final class CommitCommand extends PrintingVerb {
  @Parameters(index = "0", paramLabel = "CONTAINER", description = "Name or id.")
  private String container = "";

  @Parameters(index = "1", paramLabel = "REF", description = "Name of the image.")
  private String reference = "";

  @Option(
      names = {"-a", "--author"},
      paramLabel = "AUTHOR",
      description = "Such as \"Ada <ada@example.com>\".")
  private @Nullable String author;

  @Option(
      names = {"-m", "--message"},
      paramLabel = "MESSAGE",
      description = "Comment in the history of the image.")
  private @Nullable String message;

  @Option(
      names = {"-c", "--change"},
      paramLabel = "INSTRUCTION",
      description = "Dockerfile instruction for the config, such as \"ENV WARM=1\".")
  private List<String> changes = List.of();

  @Option(
      names = {"-p", "--pause"},
      arity = "0..1",
      paramLabel = "true|false",
      defaultValue = "true",
      fallbackValue = "true",
      description = "Whether the processes stand still meanwhile (default: true).")
  private boolean pause;

  @Override
  int run(ApiClient agent, Console console) {
    var order = new CommitOrder(reference, author, message, changes, pause);
    var answer =
        agent.call("POST", "/v1/containers/" + encoded(container) + "/commit", order, event -> {});
    return show(
        console,
        answer,
        () -> console.print(Json.read(answer, CommitResult.class).imageId().toString()));
  }
}
