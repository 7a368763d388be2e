package dev.lamina.agent;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.registry.RegistryClient;
import dev.lamina.agent.registry.RegistrySettings;
import dev.lamina.agent.registry.transport.Certificates;
import dev.lamina.agent.task.RegistryAdoption;
import dev.lamina.crds.imagenode.AdoptedRegistries;
import dev.lamina.crds.imagenode.AdoptedRegistries.Refused;
import dev.lamina.crds.imagenode.NodeRegistries;
import dev.lamina.crds.imagenode.NodeRegistry;
import java.net.URI;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Set;

/// What the cluster says about registries, on its way to the client that pulls, builds and runs
/// share. An entry that cannot be carried out is left out; the others hold.
record ClusterRegistries(RegistryClient client) implements RegistryAdoption {
  private static final int LONGEST_MESSAGE = 256;

  @Override
  public AdoptedRegistries adopt(NodeRegistries wanted) {
    var valid = new ArrayList<RegistrySettings>();
    var refused = new ArrayList<Refused>();
    for (var entry : wanted.entries()) {
      try {
        valid.add(settings(entry));
      } catch (AgentException | IllegalArgumentException e) {
        refused.add(new Refused(entry.prefix(), message(e)));
      }
    }
    client.configure(valid);
    return new AdoptedRegistries(
        wanted.id(),
        valid.stream().map(RegistrySettings::prefix).filter(client::isOverridden).toList(),
        refused);
  }

  private static RegistrySettings settings(NodeRegistry entry) {
    var certificates = entry.ca() == null ? null : new Certificates.Text(entry.ca());
    if (certificates != null) {
      var _ = certificates.read();
    }
    var settings =
        new RegistrySettings(
            Settings.Registry.requirePrefix(entry.prefix()),
            entry.mirrors().stream().map(URI::create).toList(),
            certificates,
            entry.plainHttp(),
            Math.max(0, Objects.requireNonNullElse(entry.maxPullsPerMinute(), 0)),
            Set.copyOf(entry.tokenHosts()));
    settings.requireValid();
    return settings;
  }

  private static String message(RuntimeException failure) {
    var text = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE);
  }
}
