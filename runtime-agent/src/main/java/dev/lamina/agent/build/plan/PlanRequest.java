package dev.lamina.agent.build.plan;

import dev.lamina.agent.image.Platform;
import dev.lamina.agent.network.NetworkMode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the user asks for beside the Dockerfile.
///
/// @param target the stage to build; null for the last one
/// @param buildArguments values for ARG
/// @param platform of this machine, the only one that is built for
/// @param network what RUN sees unless it says otherwise
/// @param noCacheStages names of stages whose steps are executed anew
/// @param contexts build contexts beside the main one
public record PlanRequest(
    @Nullable String target,
    Map<String, String> buildArguments,
    Platform platform,
    NetworkMode network,
    Set<String> noCacheStages,
    NamedContexts contexts) {
  public PlanRequest {
    buildArguments = Map.copyOf(buildArguments);
    noCacheStages = Set.copyOf(noCacheStages);
  }
}
