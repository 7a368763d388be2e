package dev.lamina.agent.registry;

import dev.lamina.agent.image.Reference;
import dev.lamina.agent.registry.transport.Certificates;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the administrator configured for the registries below a prefix.
///
/// @param prefix a host, or a host and the start of a repository: `docker.io/library`
/// @param mirrors asked first, in order; a path in front of the repository is part of the URL
/// @param ca certificates to trust beside the system's
/// @param plainHttp whether http may be spoken
/// @param maxPullsPerMinute manifests fetched in a minute; 0 = no limit
/// @param tokenHosts hosts of token servers to trust beside those of the registry's own site
public record RegistrySettings(
    String prefix,
    List<URI> mirrors,
    @Nullable Certificates ca,
    boolean plainHttp,
    int maxPullsPerMinute,
    Set<String> tokenHosts) {
  public RegistrySettings {
    mirrors = List.copyOf(mirrors);
    tokenHosts = Set.copyOf(tokenHosts);
  }

  /// Those of a registry about which nothing was configured.
  public static RegistrySettings unconfigured(String prefix) {
    return new RegistrySettings(prefix, List.of(), null, false, 0, Set.of());
  }

  /// Refuses mirrors that would be spoken to in a way that is not allowed.
  ///
  /// @throws dev.lamina.agent.failure.AgentException `InvalidArgument` naming the mirror
  public void requireValid() {
    var endpoints = new Endpoints(this, RegistryAccess.ANONYMOUS);
    var _ = endpoints.of(Reference.parse(prefix + "/x"));
  }

  boolean covers(String name) {
    return name.equals(prefix) || name.startsWith(prefix + "/");
  }
}
