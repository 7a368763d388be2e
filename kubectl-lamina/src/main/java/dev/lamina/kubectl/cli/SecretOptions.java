package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.kubectl.cluster.Cluster;
import java.util.List;
import picocli.CommandLine.Option;

/// Which Secrets of the namespace open registries.
final class SecretOptions {
  @Option(
      names = "--secret",
      paramLabel = "NAME",
      description =
          "Secret of type kubernetes.io/dockerconfigjson; default: that of 'kubectl lamina login'"
              + " for the registry, if there is one.")
  private List<String> names = List.of();

  /// Writes the Secrets into a list of a spec; none is no list.
  ///
  /// @param registries hosts that are asked
  void put(ObjectNode spec, String field, Cluster cluster, List<String> registries) {
    var secrets = of(cluster, registries);
    if (!secrets.isEmpty()) {
      var references = spec.putArray(field);
      secrets.forEach(secret -> references.addObject().put("name", secret));
    }
  }

  /// The names of the Secrets.
  ///
  /// @param registries hosts that are asked
  List<String> of(Cluster cluster, List<String> registries) {
    return names.isEmpty() ? ofLogins(cluster, registries) : names;
  }

  private static List<String> ofLogins(Cluster cluster, List<String> registries) {
    return registries.stream()
        .distinct()
        .filter(registry -> Logins.find(cluster, registry).isPresent())
        .map(Logins::secretOf)
        .toList();
  }
}
