package dev.lamina.agent.cli;

import dev.lamina.agent.container.Container;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.ApiClient;
import dev.lamina.agent.http.Json;
import dev.lamina.agent.network.PortMapping;
import dev.lamina.crds.failure.FailureReason;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `port CONTAINER [PORT[/PROTOCOL]]`.
@Command(name = "port", description = "Published ports of a container.")
final class PortCommand extends PrintingVerb {
  @Parameters(index = "0", paramLabel = "CONTAINER", description = "Name or id.")
  private String container = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "PORT", description = "80 or 53/udp.")
  private @Nullable String port;

  @Override
  int run(ApiClient agent, Console console) {
    var answer = agent.call("GET", "/v1/containers/" + encoded(container), null);
    var ports =
        Json.read(answer, Container.class).ports().stream()
            .filter(mapping -> mapping.hostPort() != null)
            .toList();
    return show(console, Json.tree(ports), () -> print(console, ports));
  }

  private void print(Console console, List<PortMapping> ports) {
    if (port == null) {
      ports.forEach(mapping -> console.print(Ports.name(mapping) + " -> " + Ports.host(mapping)));
      return;
    }
    var wanted = port.contains("/") ? port : port + "/tcp";
    var found = ports.stream().filter(mapping -> Ports.name(mapping).equals(wanted)).findFirst();
    console.print(
        found
            .map(Ports::host)
            .orElseThrow(() ->
                new AgentException(
                    FailureReason.NotFound,
                    "container " + container + " publishes no port " + wanted)));
  }
}
