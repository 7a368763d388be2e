package dev.lamina.agent.metadata;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.util.regex.Pattern;

/// Whose names and caches these are: a Kubernetes namespace. Content is shared across tenants,
/// names are not.
public record Tenant(@JsonValue String name) {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /// The tenant of the command line.
  public static final Tenant DEFAULT = new Tenant("default");

  @JsonCreator
  public Tenant {
    if (!LABEL.matcher(name).matches()) {
      throw new AgentException(
          FailureReason.InvalidArgument, "tenant '" + name + "' is not a namespace name");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
