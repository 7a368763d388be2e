package dev.lamina.kubectl.cli;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.container.Container;
import dev.lamina.kubectl.container.Containers;
import dev.lamina.kubectl.failure.Failure;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `start CONTAINER...`: goes on with the others when one cannot be started.
@Command(
    name = "start",
    description = "Start containers again that were stopped; not those that ended by themselves.")
final class StartCommand extends Verb {
  @Parameters(paramLabel = "CONTAINER", arity = "1..*", description = "Names or starts of ids.")
  private List<String> names = List.of();

  @Override
  int run(Cluster cluster, Console console) {
    var containers = Containers.of(cluster, false);
    var status = 0;
    for (var text : names) {
      try {
        start(containers.get(text), cluster, console);
        console.print(text);
      } catch (Failure failure) {
        status = console.failed(failure);
      }
    }
    return status;
  }

  private static void start(Container container, Cluster cluster, Console console) {
    if (container.isRunning()) {
      return;
    }
    if (container.object().at("/spec/desiredState").asText("Running").equals("Running")) {
      throw new Failure(
          FailureReason.NotSupported,
          "container %s is %s by itself: only one that was stopped starts again; run a new one"
              .formatted(container.name(), container.state()));
    }
    Stopping.ask(cluster, container.name(), "Running");
    new Waiting(console).ready(cluster, Kind.CONTAINER_RUN, container.name(), progress -> {});
  }
}
