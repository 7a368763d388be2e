package dev.lamina.agent.http;

import dev.lamina.agent.registry.RegistryClient;
import java.util.List;

/// `/v1/registries`: what holds now, from the settings file and from the cluster.
public final class ConfigurationRoutes {
  private final RegistryClient registries;

  public ConfigurationRoutes(RegistryClient registries) {
    this.registries = registries;
  }

  public void addTo(ApiRouter router) {
    router.route("GET", "/v1/registries", request -> registries());
  }

  private List<RegistryRow> registries() {
    return registries.registries().stream().map(RegistryRow::of).toList();
  }
}
