package dev.lamina.agent.registry;

import dev.lamina.agent.image.Reference;
import dev.lamina.agent.registry.transport.Proxies;
import dev.lamina.agent.registry.transport.RetryPolicy;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How this agent speaks to registries.
///
/// @param registries those of the node; the entry with the longest prefix counts
/// @param ofCluster those of the cluster, for names about which the node has none
/// @param connectTimeout until a connection stands
/// @param readTimeout of each wait for bytes
/// @param credentials for callers whose own have nothing for a repository
public record RegistryConfig(
    List<RegistrySettings> registries,
    List<RegistrySettings> ofCluster,
    RegistryLimits limits,
    RetryPolicy retries,
    Duration connectTimeout,
    Duration readTimeout,
    Proxies proxies,
    CredentialSource credentials) {
  public static final RegistryConfig DEFAULT =
      new RegistryConfig(
          List.of(),
          List.of(),
          RegistryLimits.DEFAULT,
          RetryPolicy.DEFAULT,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Proxies.NONE,
          CredentialSource.NONE);

  public RegistryConfig {
    registries = List.copyOf(registries);
    ofCluster = List.copyOf(ofCluster);
  }

  public RegistryConfig with(List<RegistrySettings> changed) {
    return new RegistryConfig(
        changed, ofCluster, limits, retries, connectTimeout, readTimeout, proxies, credentials);
  }

  RegistryConfig withCluster(List<RegistrySettings> changed) {
    return new RegistryConfig(
        registries, changed, limits, retries, connectTimeout, readTimeout, proxies, credentials);
  }

  public RegistryConfig with(Proxies changed) {
    return new RegistryConfig(
        registries, ofCluster, limits, retries, connectTimeout, readTimeout, changed, credentials);
  }

  public RegistryConfig with(RegistryLimits changed) {
    return new RegistryConfig(
        registries, ofCluster, changed, retries, connectTimeout, readTimeout, proxies, credentials);
  }

  public RegistryConfig with(CredentialSource changed) {
    return new RegistryConfig(
        registries, ofCluster, limits, retries, connectTimeout, readTimeout, proxies, changed);
  }

  RegistrySettings settings(Reference name) {
    return closest(registries, name.name())
        .or(() -> closest(ofCluster, name.name()))
        .orElseGet(() -> RegistrySettings.unconfigured(name.registry()));
  }

  private static Optional<RegistrySettings> closest(List<RegistrySettings> all, String name) {
    return all.stream()
        .filter(settings -> settings.covers(name))
        .max(Comparator.comparingInt(settings -> settings.prefix().length()));
  }
}
