package dev.lamina.agent.cli;

import picocli.CommandLine.Command;

/// `system df`, as in Docker, and `system registries`.
@Command(
    name = "system",
    description = "The verbs of the whole store, as docker system has them.",
    synopsisSubcommandLabel = "VERB",
    mixinStandardHelpOptions = true,
    subcommands = {DiskUsageCommand.class, RegistriesCommand.class})
final class SystemCommand {}
