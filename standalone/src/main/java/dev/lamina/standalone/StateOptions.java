package dev.lamina.standalone;

import dev.lamina.standalone.instance.StateLayout;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which Lamina a command is about.
final class StateOptions {
  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      defaultValue = "/var/lib/lamina",
      description = "where all state is kept (default: ${DEFAULT-VALUE})")
  private Path directory = Path.of("/var/lib/lamina");

  StateLayout layout() {
    return new StateLayout(directory);
  }
}
