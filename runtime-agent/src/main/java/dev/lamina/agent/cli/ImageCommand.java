package dev.lamina.agent.cli;

import picocli.CommandLine.Command;

/// `image ls|history|sbom|inspect|tag|rm|prune|pull|push|import|export|save|load`, as in Docker.
@Command(
    name = "image",
    description = "The verbs of images, as docker image has them.",
    synopsisSubcommandLabel = "VERB",
    mixinStandardHelpOptions = true,
    subcommands = {
      ImageCommand.List.class,
      HistoryCommand.class,
      SbomCommand.class,
      InspectCommand.class,
      TagCommand.class,
      ImageCommand.Remove.class,
      PruneCommand.class,
      PullCommand.class,
      PushCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      SaveCommand.class,
      LoadCommand.class,
      BuildCommand.class,
    })
final class ImageCommand {
  @Command(name = "ls", aliases = "list", description = "List images.")
  static final class List extends ImagesCommand {}

  @Command(name = "rm", description = "Remove images.")
  static final class Remove extends RemoveImageCommand {}
}
