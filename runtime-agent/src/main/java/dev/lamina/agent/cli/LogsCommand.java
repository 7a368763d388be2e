package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `logs [-f] CONTAINER`.
@Command(name = "logs", description = "What a container wrote.")
final class LogsCommand extends Verb {
  @Parameters(paramLabel = "CONTAINER", description = "Name or id.")
  private String container = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the container ends.")
  private boolean follow;

  @Option(
      names = {"-n", "--tail"},
      paramLabel = "LINES",
      description = "The last lines only.",
      defaultValue = "-1")
  private int tail;

  @Option(
      names = {"-t", "--timestamps"},
      description = "When each line was written.")
  private boolean timestamps;

  @Override
  int run(ApiClient agent, Console console) {
    agent.call(
        "GET",
        "/v1/containers/%s/logs?follow=%s&tail=%d&timestamps=%s"
            .formatted(encoded(container), follow, tail, timestamps),
        null,
        event -> Output.print(event, console));
    return 0;
  }
}
