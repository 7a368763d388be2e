package dev.lamina.agent.task.run;

import dev.lamina.agent.container.Container;
import dev.lamina.agent.container.ContainerSpec;
import dev.lamina.agent.container.StartContent;
import dev.lamina.agent.container.WrittenFiles;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.containerrun.CommittedImage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a Run needs of containers; failures are [dev.lamina.agent.failure.AgentException]s.
public interface RunContainers {
  Optional<Container> find(Tenant tenant, String name);

  /// Makes a container, and pulls its image before where that is to be done. An interrupt gives it
  /// up, with `Cancelled`.
  ///
  /// @param onPull called once if something is pulled
  Container create(Tenant tenant, ContainerSpec spec, RunImage image, Runnable onPull);

  Container start(Tenant tenant, String name, StartContent content);

  Container stop(Tenant tenant, String name, Duration grace);

  /// Takes it away, running or not.
  void remove(Tenant tenant, String name);

  /// Blocks until it does not run.
  void awaitExit(Tenant tenant, String name);

  /// What it wrote on top of its image.
  WrittenFiles written(Tenant tenant, String name);

  /// Makes an image of it, and pushes that where it is to be done. An interrupt gives it up, with
  /// `Cancelled`.
  CommittedImage commit(Tenant tenant, String name, RunCommitment commitment, Instant created);

  /// The end of its output, within `limit` characters.
  String logTail(Tenant tenant, String name, int limit);
}
