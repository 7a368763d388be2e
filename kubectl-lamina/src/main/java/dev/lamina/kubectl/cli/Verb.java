package dev.lamina.kubectl.cli;

import dev.lamina.kubectl.cluster.Cluster;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What every verb has: help, and a cluster.
@Command(mixinStandardHelpOptions = true, usageHelpAutoWidth = true)
abstract class Verb implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  /// Does the verb; returns the exit status.
  abstract int run(Cluster cluster, Console console);

  @Override
  public Integer call() {
    return run(root().cluster(), root().console());
  }

  LaminaCommand root() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec before it calls a verb");
    }
    return (LaminaCommand) spec.root().userObject();
  }
}
