package dev.lamina.kubectl.cli;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.container.Container;
import dev.lamina.kubectl.container.Containers;
import dev.lamina.kubectl.failure.Failure;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `logs [-f] CONTAINER`.
@Command(
    name = "logs",
    description =
        "The end of what a container wrote that has ended, at most 2048 characters. All of it, and"
            + " that of one which runs, is on its node: 'lamina-agent logs'.")
final class LogsCommand extends Verb {
  @Parameters(paramLabel = "CONTAINER", description = "Name or start of an id.")
  private String name = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Wait for the end of one that runs; nothing is shown before.")
  private boolean follow;

  @Override
  int run(Cluster cluster, Console console) {
    var container = Containers.of(cluster, false).get(name);
    if (follow && !container.hasEnded()) {
      container = awaitEnd(cluster, container.name());
    }
    if (!container.hasEnded()) {
      throw new Failure(
          FailureReason.NotSupported,
          "the output of a container that has not ended is not in the cluster: wait for it with"
              + " -f, or look on node %s with 'lamina-agent logs %s'"
                  .formatted(container.node(), container.shortId()));
    }
    LogTail.print(container, console);
    return 0;
  }

  private static Container awaitEnd(Cluster cluster, String name) {
    return cluster.await(
        Kind.CONTAINER_RUN,
        name,
        object -> Optional.of(new Container(object)).filter(Container::hasEnded));
  }
}
