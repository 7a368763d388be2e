package dev.lamina.operator.containerrun;

import dev.lamina.crds.containerrun.ContainerRunSpec;
import dev.lamina.crds.meta.ObjectKey;
import dev.lamina.crds.payload.RunData;
import dev.lamina.operator.credentials.ObjectContents;
import dev.lamina.operator.credentials.PullSecrets.UnusableSecretException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// Collects what a ContainerRun takes from ConfigMaps and Secrets: whole ones for mounts, single
/// keys for variables.
final class RunContents {
  /// An object of the API server has 1.5 MB at most, and sealing adds a third.
  private static final long LIMIT = 700_000;

  private final Source configMaps;
  private final Source secrets;

  private RunContents(ObjectContents contents, String namespace) {
    configMaps = new Source("ConfigMap", name -> contents.configMap(namespace, name));
    secrets = new Source("Secret", name -> contents.secret(namespace, name));
  }

  /// @throws UnusableSecretException if one of them cannot be had
  static RunData read(ObjectContents contents, String namespace, ContainerRunSpec spec) {
    return new RunContents(contents, namespace).read(spec);
  }

  private RunData read(ContainerRunSpec spec) {
    for (var variable : spec.env()) {
      if (variable.configMapKeyRef() != null) {
        configMaps.take(variable.configMapKeyRef());
      }
      if (variable.secretKeyRef() != null) {
        secrets.take(variable.secretKeyRef());
      }
    }
    for (var mount : spec.mounts()) {
      if (mount.configMap() != null) {
        configMaps.takeAll(mount.configMap().name());
      }
      if (mount.secret() != null) {
        secrets.takeAll(mount.secret().name());
      }
    }
    var bytes = configMaps.bytes() + secrets.bytes();
    if (bytes > LIMIT) {
      throw UnusableSecretException.tooLarge(bytes, LIMIT);
    }
    return new RunData(configMaps.taken, secrets.taken);
  }

  /// The objects of one kind, each read once.
  private static final class Source {
    private final String kind;
    private final Function<String, Map<String, byte[]>> reading;
    private final Map<String, Map<String, byte[]>> known = new HashMap<>();
    private final Map<String, Map<String, byte[]>> taken = new HashMap<>();

    Source(String kind, Function<String, Map<String, byte[]>> reading) {
      this.kind = kind;
      this.reading = reading;
    }

    void takeAll(String name) {
      takenOf(name).putAll(contentOf(name));
    }

    void take(ObjectKey key) {
      var value = contentOf(key.name()).get(key.key());
      if (value == null) {
        throw UnusableSecretException.missingKey(kind, key.name(), key.key());
      }
      takenOf(key.name()).put(key.key(), value);
    }

    long bytes() {
      return taken.values().stream()
          .flatMap(content -> content.values().stream())
          .mapToLong(value -> value.length)
          .sum();
    }

    private Map<String, byte[]> contentOf(String name) {
      return known.computeIfAbsent(name, reading);
    }

    private Map<String, byte[]> takenOf(String name) {
      return taken.computeIfAbsent(name, unknown -> new HashMap<>());
    }
  }
}
