package dev.lamina.agent;

import dev.lamina.agent.cli.AgentCommand;
import java.util.List;

/// Entry of `lamina-agent`.
public final class AgentMain {
  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  private AgentMain() {}

  public static void main(String[] arguments) {
    quieten(arguments);
    // Not a daemon: whatever still waits for input or for a lock ends with the verb.
    System.exit(AgentCommand.run(arguments, new LocalBackend(), System.out, System.err));
  }

  /// A daemon logs what it does; a verb of the command line says it by what it prints.
  private static void quieten(String[] arguments) {
    var level = List.of(arguments).contains("serve") ? "info" : "error";
    if (System.getProperty(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, level);
    }
  }
}
