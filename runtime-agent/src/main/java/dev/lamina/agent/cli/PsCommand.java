package dev.lamina.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.agent.container.Container;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `ps [-a]`.
@Command(name = "ps", description = "List containers.")
class PsCommand extends PrintingVerb {
  private static final int COMMAND_WIDTH = 20;

  @Option(
      names = {"-a", "--all"},
      description = "Those that do not run, too.")
  private boolean all;

  @Option(names = "--no-trunc", description = "Whole ids and commands.")
  private boolean whole;

  @Option(
      names = {"-q", "--quiet"},
      description = "Ids only.")
  private boolean quiet;

  @Override
  int run(ApiClient agent, Console console) {
    var answer = agent.call("GET", "/v1/containers?all=" + all, null);
    return show(console, answer, () -> print(console, answer));
  }

  private void print(Console console, JsonNode answer) {
    var table =
        new Table("CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES");
    for (var node : answer) {
      var container = Json.read(node, Container.class);
      if (quiet) {
        console.print(id(container));
        continue;
      }
      table.row(
          id(container),
          container.image(),
          command(container),
          since(container.createdAt()) + " ago",
          status(container),
          Ports.summary(container.ports()),
          container.name());
    }
    if (!quiet) {
      table.print(console);
    }
  }

  private String id(Container container) {
    return whole ? container.id() : container.id().substring(0, 12);
  }

  private String command(Container container) {
    var line = String.join(" ", container.command());
    return '"' + (whole ? line : Human.ellipsis(line, COMMAND_WIDTH)) + '"';
  }

  static String status(Container container) {
    return switch (container.state()) {
      case CREATED -> "Created";
      case RUNNING -> "Up " + since(container.startedAt());
      case EXITED ->
          "Exited (%d) %s ago"
              .formatted(
                  Objects.requireNonNullElse(container.exitCode(), -1),
                  since(container.finishedAt()));
    };
  }

  private static String since(@Nullable Instant instant) {
    return instant == null
        ? "an unknown time"
        : Human.duration(Duration.between(instant, Instant.now()));
  }
}
