package dev.lamina.agent.task.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.lamina.agent.container.StartContent;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.containerrun.EnvVar;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.meta.ObjectKey;
import dev.lamina.crds.payload.RunData;
import dev.lamina.crds.payload.RunOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What an order takes from ConfigMaps and Secrets, as the container gets it at each start.
final class RunContent {
  private final RunOrder order;
  private final RunData data;

  private RunContent(RunOrder order, RunData data) {
    this.order = order;
    this.data = data;
  }

  /// Whether the value of a variable is in the order itself.
  static boolean isPlain(EnvVar variable) {
    return variable.secretKeyRef() == null && variable.configMapKeyRef() == null;
  }

  /// Whether an order takes anything from elsewhere.
  static boolean isWanted(RunOrder order) {
    return !order.env().stream().allMatch(RunContent::isPlain)
        || order.mounts().stream()
            .anyMatch(mount -> mount.configMap() != null || mount.secret() != null);
  }

  /// @throws AgentException `InvalidArgument` if the data lacks what the order takes
  static StartContent of(RunOrder order, RunData data) {
    var content = new RunContent(order, data);
    return new StartContent(content.env(), content.files());
  }

  private List<String> env() {
    var env = new ArrayList<String>();
    for (var variable : order.env()) {
      if (!isPlain(variable)) {
        env.add(variable.name() + "=" + new String(value(variable), UTF_8));
      }
    }
    return env;
  }

  private byte[] value(EnvVar variable) {
    var secret = variable.secretKeyRef();
    return secret == null
        ? value(data.configMaps(), requireNonNull(variable.configMapKeyRef()), variable.name())
        : value(data.secrets(), secret, variable.name());
  }

  private static byte[] value(
      Map<String, Map<String, byte[]>> objects, ObjectKey key, String variable) {
    var value = objects.getOrDefault(key.name(), Map.of()).get(key.key());
    if (value == null) {
      throw missing("env[" + variable + "]", key.name());
    }
    return value;
  }

  private Map<String, Map<String, byte[]>> files() {
    var files = new HashMap<String, Map<String, byte[]>>();
    for (var mount : order.mounts()) {
      if (mount.configMap() != null) {
        files.put(mount.path(), all(data.configMaps(), mount.configMap(), mount.path()));
      } else if (mount.secret() != null) {
        files.put(mount.path(), all(data.secrets(), mount.secret(), mount.path()));
      }
    }
    return files;
  }

  private static Map<String, byte[]> all(
      Map<String, Map<String, byte[]>> objects, String name, String path) {
    var content = objects.get(name);
    if (content == null) {
      throw missing("mounts[" + path + "]", name);
    }
    return content;
  }

  private static AgentException missing(String field, String name) {
    return new AgentException(
        FailureReason.InvalidArgument,
        "field " + field + " of the order: the content of " + name + " did not come with it");
  }
}
