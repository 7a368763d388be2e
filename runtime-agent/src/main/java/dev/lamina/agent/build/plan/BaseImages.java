package dev.lamina.agent.build.plan;

import java.util.Optional;

/// Where the images that a Dockerfile names come from.
@FunctionalInterface
public interface BaseImages {
  /// The image, or nothing when there is none of that name.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `InvalidReference` for what is no name
  Optional<BaseImage> find(String name);
}
