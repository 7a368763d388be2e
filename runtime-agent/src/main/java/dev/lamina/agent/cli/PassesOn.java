package dev.lamina.agent.cli;

import picocli.CommandLine;

/// A verb that passes on what stands behind its first parameter, options too.
interface PassesOn {
  /// Tells picocli which verbs are of this kind.
  static void configure(CommandLine commandLine) {
    commandLine.getSubcommands().values().forEach(PassesOn::configure);
    if (commandLine.getCommandSpec().userObject() instanceof PassesOn) {
      commandLine.setStopAtPositional(true);
    }
  }
}
