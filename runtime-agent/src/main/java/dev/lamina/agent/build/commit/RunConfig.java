package dev.lamina.agent.build.commit;

import dev.lamina.agent.container.ContainerSpec;
import dev.lamina.agent.image.ExecutionConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How a container was run, as the config of an image that runs like it.
///
/// Labels that the operator put there say which object wanted the container, not what it is.
final class RunConfig {
  private static final String OWN_LABELS = "lamina.dev/";

  private RunConfig() {}

  static ExecutionConfig of(ExecutionConfig image, ContainerSpec spec) {
    return new ExecutionConfig(
        first(spec.user(), image.user()),
        ports(image, spec),
        environment(image, spec),
        spec.entrypoint() == null ? image.entrypoint() : spec.entrypoint(),
        command(image, spec),
        image.healthcheck(),
        image.argsEscaped(),
        image.volumes(),
        first(spec.workingDir(), image.workingDir()),
        labels(image, spec),
        image.stopSignal(),
        null,
        image.shell());
  }

  private static @Nullable List<String> command(ExecutionConfig image, ContainerSpec spec) {
    if (spec.command() != null) {
      return spec.command();
    }
    return spec.entrypoint() == null ? image.cmd() : null;
  }

  private static List<String> environment(ExecutionConfig image, ContainerSpec spec) {
    var variables = new LinkedHashMap<String, String>();
    image.env().forEach(variable -> variables.put(name(variable), variable));
    spec.env().forEach(variable -> variables.put(name(variable), variable));
    return List.copyOf(variables.values());
  }

  private static String name(String variable) {
    return variable.substring(0, Math.max(0, variable.indexOf('=')));
  }

  private static @Nullable Map<String, Map<String, String>> ports(
      ExecutionConfig image, ContainerSpec spec) {
    var ports = new TreeMap<String, Map<String, String>>();
    ports.putAll(Objects.requireNonNullElse(image.exposedPorts(), Map.of()));
    for (var port : spec.ports()) {
      var protocol = port.protocol().name().toLowerCase(Locale.ROOT);
      ports.put(port.containerPort() + "/" + protocol, Map.of());
    }
    return ports.isEmpty() ? null : ports;
  }

  private static @Nullable Map<String, String> labels(ExecutionConfig image, ContainerSpec spec) {
    var labels = new TreeMap<String, String>();
    labels.putAll(Objects.requireNonNullElse(image.labels(), Map.of()));
    spec.labels()
        .forEach((key, value) -> {
          if (!key.startsWith(OWN_LABELS)) {
            labels.put(key, value);
          }
        });
    return labels.isEmpty() ? null : labels;
  }

  private static @Nullable String first(@Nullable String wanted, @Nullable String ofImage) {
    return wanted == null ? ofImage : wanted;
  }
}
