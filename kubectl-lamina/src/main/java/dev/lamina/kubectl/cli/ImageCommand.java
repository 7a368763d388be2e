package dev.lamina.kubectl.cli;

import picocli.CommandLine.Command;

/// `image ls|history|inspect|tag|push|pull|rm|prune|build`, as in Docker.
@Command(
    name = "image",
    description = "The verbs of images, as docker image has them.",
    synopsisSubcommandLabel = "VERB",
    mixinStandardHelpOptions = true,
    subcommands = {
      ImageCommand.List.class,
      HistoryCommand.class,
      InspectCommand.class,
      TagCommand.class,
      PushCommand.class,
      PullCommand.class,
      ImageCommand.Remove.class,
      PruneCommand.class,
      BuildCommand.class,
    })
final class ImageCommand {
  @Command(name = "ls", aliases = "list", description = "List images.")
  static final class List extends ImagesCommand {}

  @Command(name = "rm", description = "Remove images.")
  static final class Remove extends RemoveImageCommand {}
}
