package dev.lamina.kubectl.cli;

import picocli.CommandLine.Command;

/// `container run|ls|stop|start|rm|logs|port`, as in Docker.
@Command(
    name = "container",
    description = "The verbs of containers, as docker container has them.",
    synopsisSubcommandLabel = "VERB",
    mixinStandardHelpOptions = true,
    subcommands = {
      RunCommand.class,
      ContainerCommand.List.class,
      StopCommand.class,
      StartCommand.class,
      RemoveContainerCommand.class,
      LogsCommand.class,
      PortCommand.class,
    })
final class ContainerCommand {
  @Command(
      name = "ls",
      aliases = {"list", "ps"},
      description = "List containers.")
  static final class List extends PsCommand {}
}
