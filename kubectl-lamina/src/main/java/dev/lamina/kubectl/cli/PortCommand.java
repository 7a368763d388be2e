package dev.lamina.kubectl.cli;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.container.Container.Port;
import dev.lamina.kubectl.container.Containers;
import dev.lamina.kubectl.failure.Failure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `port CONTAINER [PORT[/PROTOCOL]]`.
@Command(name = "port", description = "Published ports of a container, and where they are.")
final class PortCommand extends Verb {
  @Parameters(index = "0", paramLabel = "CONTAINER", description = "Name or start of an id.")
  private String name = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "PORT", description = "80 or 53/udp.")
  private @Nullable String port;

  @Override
  int run(Cluster cluster, Console console) {
    var bound =
        Containers.of(cluster, false).get(name).ports().stream()
            .filter(mapping -> mapping.outside().isPresent())
            .toList();
    if (port == null) {
      bound.forEach(
          mapping -> console.print(mapping.inside() + " -> " + mapping.outside().orElseThrow()));
      return 0;
    }
    var wanted = port.contains("/") ? port : port + "/tcp";
    console.print(
        bound.stream()
            .filter(mapping -> mapping.inside().equals(wanted))
            .findFirst()
            .flatMap(Port::outside)
            .orElseThrow(() ->
                new Failure(
                    FailureReason.NotFound, "container " + name + " publishes no port " + wanted)));
    return 0;
  }
}
