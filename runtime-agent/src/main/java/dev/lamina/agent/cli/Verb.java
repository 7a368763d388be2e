package dev.lamina.agent.cli;

import dev.lamina.agent.http.ApiClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What every verb has: help, and the connection to an agent.
@Command(mixinStandardHelpOptions = true, usageHelpAutoWidth = true)
abstract class Verb implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  /// Does the verb; returns the exit status.
  abstract int run(ApiClient agent, Console console);

  @Override
  public Integer call() {
    try (var agent = root().backend().connect(root().options())) {
      return run(agent, root().console());
    }
  }

  AgentCommand root() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec before it calls a verb");
    }
    return (AgentCommand) spec.root().userObject();
  }

  /// A name as one segment of a path.
  static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
