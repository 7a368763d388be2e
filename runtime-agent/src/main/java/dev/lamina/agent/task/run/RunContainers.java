package dev.lamina.agent.task.run;

import dev.lamina.agent.container.Container;
import dev.lamina.agent.container.ContainerSpec;
import dev.lamina.agent.metadata.Tenant;
import java.time.Duration;
import java.util.Optional;

/// What a Run needs of containers; failures are [dev.lamina.agent.failure.AgentException]s.
public interface RunContainers {
  Optional<Container> find(Tenant tenant, String name);

  /// Makes a container, and pulls its image before where that is to be done. An interrupt gives it
  /// up, with `Cancelled`.
  ///
  /// @param onPull called once if something is pulled
  Container create(Tenant tenant, ContainerSpec spec, RunImage image, Runnable onPull);

  Container start(Tenant tenant, String name);

  Container stop(Tenant tenant, String name, Duration grace);

  /// Takes it away, running or not.
  void remove(Tenant tenant, String name);

  /// Blocks until it does not run.
  void awaitExit(Tenant tenant, String name);

  /// The end of its output, within `limit` characters.
  String logTail(Tenant tenant, String name, int limit);
}
