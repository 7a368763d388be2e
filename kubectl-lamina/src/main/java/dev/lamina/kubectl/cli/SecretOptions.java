package dev.lamina.kubectl.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.kubectl.cluster.Cluster;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.failure.Failure;
import java.util.ArrayList;
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
    var secrets = names.isEmpty() ? ofLogins(cluster, registries) : names;
    if (!secrets.isEmpty()) {
      var references = spec.putArray(field);
      secrets.forEach(secret -> references.addObject().put("name", secret));
    }
  }

  private static List<String> ofLogins(Cluster cluster, List<String> registries) {
    var found = new ArrayList<String>();
    for (var registry : registries) {
      var name = secretOf(registry);
      if (exists(cluster, name)) {
        found.add(name);
      }
    }
    return found;
  }

  /// The Secret of a login.
  static String secretOf(String registry) {
    return "lamina-login-" + registry.replace(':', '-');
  }

  /// Who may not look at Secrets has not made one.
  private static boolean exists(Cluster cluster, String name) {
    try {
      return cluster.find(Kind.SECRET, name).isPresent();
    } catch (Failure failure) {
      if (failure.is("Forbidden")) {
        return false;
      }
      throw failure;
    }
  }
}
