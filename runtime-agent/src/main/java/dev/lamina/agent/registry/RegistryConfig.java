package dev.lamina.agent.registry;

import dev.lamina.agent.image.Reference;
import dev.lamina.agent.registry.transport.Proxies;
import dev.lamina.agent.registry.transport.RetryPolicy;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// How this agent speaks to registries.
///
/// @param registries the entry with the longest prefix counts
/// @param connectTimeout until a connection stands
/// @param readTimeout of each wait for bytes
/// @param credentials for callers whose own have nothing for a repository
public record RegistryConfig(
    List<RegistrySettings> registries,
    RegistryLimits limits,
    RetryPolicy retries,
    Duration connectTimeout,
    Duration readTimeout,
    Proxies proxies,
    CredentialSource credentials) {
  public static final RegistryConfig DEFAULT =
      new RegistryConfig(
          List.of(),
          RegistryLimits.DEFAULT,
          RetryPolicy.DEFAULT,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Proxies.NONE,
          CredentialSource.NONE);

  public RegistryConfig {
    registries = List.copyOf(registries);
  }

  public RegistryConfig with(List<RegistrySettings> changed) {
    return new RegistryConfig(
        changed, limits, retries, connectTimeout, readTimeout, proxies, credentials);
  }

  public RegistryConfig with(Proxies changed) {
    return new RegistryConfig(
        registries, limits, retries, connectTimeout, readTimeout, changed, credentials);
  }

  public RegistryConfig with(RegistryLimits changed) {
    return new RegistryConfig(
        registries, changed, retries, connectTimeout, readTimeout, proxies, credentials);
  }

  public RegistryConfig with(CredentialSource changed) {
    return new RegistryConfig(
        registries, limits, retries, connectTimeout, readTimeout, proxies, changed);
  }

  RegistrySettings settings(Reference name) {
    return registries.stream()
        .filter(settings -> settings.covers(name.name()))
        .max(Comparator.comparingInt(settings -> settings.prefix().length()))
        .orElseGet(() -> RegistrySettings.unconfigured(name.registry()));
  }
}
