package dev.lamina.agent.build;

import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.registry.reach.AddressPolicy;
import dev.lamina.agent.transfer.pull.PullPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A build as somebody asks for it.
///
/// @param target stage to build; null for the last
/// @param arguments values for ARG, all resolved
/// @param tags names for the image
/// @param labels put on the image last
/// @param contexts build contexts beside the main one, by the name whose place they take
/// @param noCache runs every step, and records the results
/// @param platform null for that of this machine, the only one that is built for
/// @param output also writes an OCI archive there; null for none
/// @param bases how the images that the Dockerfile names are had
/// @param sources where ADD and contexts may be fetched from
public record BuildRequest(
    Tenant tenant,
    BuildContext context,
    DockerfileSource dockerfile,
    @Nullable String target,
    Map<String, String> arguments,
    List<Reference> tags,
    Map<String, String> labels,
    Map<String, NamedContext> contexts,
    Secrets secrets,
    boolean noCache,
    NetworkMode network,
    @Nullable Platform platform,
    @Nullable Path output,
    BasePolicy bases,
    AddressPolicy sources) {
  public BuildRequest {
    arguments = Map.copyOf(arguments);
    tags = List.copyOf(tags);
    labels = Map.copyOf(labels);
    contexts = Map.copyOf(contexts);
  }

  /// What stands for a name.
  public sealed interface NamedContext {
    /// An image of the store.
    record Image(String reference) implements NamedContext {}

    record Files(BuildContext context) implements NamedContext {}
  }

  /// How images that are not built here are had.
  ///
  /// @param access the tenant's own credentials
  public record BasePolicy(PullPolicy pull, RegistryAccess access) {
    /// Those that are missing, by what the node is configured with.
    public static final BasePolicy DEFAULT =
        new BasePolicy(PullPolicy.MISSING, RegistryAccess.ANONYMOUS);
  }

  /// Shown to people where this build has to be called something.
  String purpose() {
    return "build " + tenant + (tags.isEmpty() ? "" : "/" + tags.getFirst().familiarName());
  }
}
