package dev.lamina.agent.http;

import dev.lamina.agent.registry.ConfiguredRegistry;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// One line of `GET /v1/registries`.
///
/// @param ca where certificates come from; empty = the system's alone
/// @param maxPullsPerMinute 0 = no limit
/// @param source `settings` or `cluster`
public record RegistryRow(
    String prefix,
    List<String> mirrors,
    String ca,
    boolean plainHttp,
    int maxPullsPerMinute,
    Set<String> tokenHosts,
    String source) {
  static RegistryRow of(ConfiguredRegistry registry) {
    var settings = registry.settings();
    var ca = settings.ca();
    return new RegistryRow(
        settings.prefix(),
        settings.mirrors().stream().map(URI::toString).toList(),
        ca == null ? "" : ca.toString(),
        settings.plainHttp(),
        settings.maxPullsPerMinute(),
        new TreeSet<>(settings.tokenHosts()),
        registry.isOfCluster() ? "cluster" : "settings");
  }
}
