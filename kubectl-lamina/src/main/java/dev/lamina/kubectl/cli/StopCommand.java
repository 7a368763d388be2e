package dev.lamina.kubectl.cli;

import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.container.Containers;
import dev.lamina.kubectl.failure.Failure;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `stop CONTAINER...`: goes on with the others when one cannot be stopped.
@Command(
    name = "stop",
    description = "Stop containers: their stop signal, then SIGKILL. They keep what they wrote.")
final class StopCommand extends Verb {
  @Parameters(paramLabel = "CONTAINER", arity = "1..*", description = "Names or starts of ids.")
  private List<String> names = List.of();

  @Override
  int run(Cluster cluster, Console console) {
    var containers = Containers.of(cluster, false);
    var status = 0;
    for (var text : names) {
      try {
        var container = containers.get(text);
        if (!container.hasEnded()) {
          Stopping.ask(cluster, container.name(), "Stopped");
          new Waiting(console).ready(cluster, Kind.CONTAINER_RUN, container.name(), progress -> {});
        }
        console.print(text);
      } catch (Failure failure) {
        status = console.failed(failure);
      }
    }
    return status;
  }
}
