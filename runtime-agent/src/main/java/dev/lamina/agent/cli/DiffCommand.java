package dev.lamina.agent.cli;

import dev.lamina.agent.container.FileChange;
import dev.lamina.agent.container.WrittenFiles;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `diff CONTAINER`.
@Command(
    name = "diff",
    description = "Files that a container added (A), changed (C) or deleted (D).")
final class DiffCommand extends PrintingVerb {
  @Parameters(paramLabel = "CONTAINER", description = "Name or id.")
  private String container = "";

  @Override
  int run(ApiClient agent, Console console) {
    var answer = agent.call("GET", "/v1/containers/" + encoded(container) + "/diff", null);
    var written = Json.read(answer, WrittenFiles.class);
    return show(console, answer, () -> written.changes().forEach(change -> print(console, change)));
  }

  private static void print(Console console, FileChange change) {
    var letter =
        switch (change.kind()) {
          case ADDED -> "A ";
          case CHANGED -> "C ";
          case DELETED -> "D ";
        };
    console.print(letter + change.path());
  }
}
