package dev.lamina.kubectl.cli;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.container.Containers;
import dev.lamina.kubectl.failure.Failure;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rm [-f] CONTAINER...`: goes on with the others when one cannot be removed.
@Command(name = "rm", description = "Remove containers with what they wrote.")
final class RemoveContainerCommand extends Verb {
  @Parameters(paramLabel = "CONTAINER", arity = "1..*", description = "Names or starts of ids.")
  private List<String> names = List.of();

  @Option(
      names = {"-f", "--force"},
      description = "Running ones too, which are stopped.")
  private boolean force;

  @Override
  int run(Cluster cluster, Console console) {
    var containers = Containers.of(cluster, false);
    var status = 0;
    for (var text : names) {
      try {
        var container = containers.get(text);
        if (container.isRunning() && !force) {
          throw new Failure(
              FailureReason.InUse,
              "container %s is running: stop it first, or use -f".formatted(container.name()));
        }
        cluster.delete(Kind.CONTAINER_RUN, container.name(), true);
        console.print(text);
      } catch (Failure failure) {
        status = console.failed(failure);
      }
    }
    return status;
  }
}
