package dev.lamina.agent.cli;

import dev.lamina.agent.container.ProcessRow;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `top CONTAINER`.
@Command(name = "top", description = "The processes of a running container.")
final class TopCommand extends PrintingVerb {
  @Parameters(paramLabel = "CONTAINER", description = "Name or id.")
  private String container = "";

  @Override
  int run(ApiClient agent, Console console) {
    var answer = agent.call("GET", "/v1/containers/" + encoded(container) + "/top", null);
    return show(
        console,
        answer,
        () -> {
          var table = new Table("UID", "PID", "PPID", "CMD");
          for (var node : answer) {
            var row = Json.read(node, ProcessRow.class);
            table.row("" + row.user(), "" + row.pid(), "" + row.parent(), row.command());
          }
          table.print(console);
        });
  }
}
