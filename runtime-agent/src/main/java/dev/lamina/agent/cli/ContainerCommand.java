package dev.lamina.agent.cli;

import picocli.CommandLine.Command;

/// `container run|ls|logs|exec|attach|start|stop|rm|port|commit|diff` and more, as in Docker.
@Command(
    name = "container",
    description = "The verbs of containers, as docker container has them.",
    synopsisSubcommandLabel = "VERB",
    mixinStandardHelpOptions = true,
    subcommands = {
      RunCommand.class,
      ContainerCommand.List.class,
      LogsCommand.class,
      ExecCommand.class,
      AttachCommand.class,
      StartCommand.class,
      StopCommand.class,
      RemoveContainerCommand.class,
      PortCommand.class,
      CommitCommand.class,
      RestartCommand.class,
      KillCommand.class,
      RenameCommand.class,
      WaitCommand.class,
      TopCommand.class,
      CopyCommand.class,
      DiffCommand.class,
    })
final class ContainerCommand {
  @Command(
      name = "ls",
      aliases = {"list", "ps"},
      description = "List containers.")
  static final class List extends PsCommand {}
}
