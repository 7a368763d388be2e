package dev.lamina.agent.task.cluster;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Namespace and name of a NodeTask. Both become parts of a URL, so both are checked.
public record TaskKey(String namespace, String name) {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

  public TaskKey {
    if (!LABEL.matcher(namespace).matches() || !NAME.matcher(name).matches()) {
      throw invalid(namespace + "/" + name);
    }
  }

  /// Reads `namespace/name`.
  ///
  /// @throws AgentException `InvalidArgument` for anything else
  public static TaskKey parse(@Nullable String text) {
    var parts = text == null ? new String[0] : text.split("/", -1);
    if (parts.length != 2) {
      throw invalid(text);
    }
    return new TaskKey(parts[0], parts[1]);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }

  private static AgentException invalid(@Nullable String text) {
    return new AgentException(
        FailureReason.InvalidArgument, "task '" + text + "' is not namespace/name of a NodeTask");
  }
}
