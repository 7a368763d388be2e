package dev.lamina.crds.containerrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lamina.crds.schema.Absent;
import dev.lamina.crds.schema.ApiRecord;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/// How far the container is kept apart from the node.
@ApiRecord
public record RunSecurity(
    @JsonPropertyDescription("Linux capabilities.") @Nullable Capabilities capabilities,
    @Default("true")
        @JsonPropertyDescription(
            "Whether root in the container is an ordinary user on the node. Default true.")
        Boolean userNamespace,
    @Default("true")
        @JsonPropertyDescription("Whether set-user-ID programs gain nothing. Default true.")
        Boolean noNewPrivileges,
    @Default("RuntimeDefault")
        @JsonPropertyDescription(
            "RuntimeDefault filters dangerous system calls, Unconfined filters none. Default"
                + " RuntimeDefault.")
        SeccompProfile seccomp) {
  public RunSecurity {
    userNamespace = Absent.to(true, userNamespace);
    noNewPrivileges = Absent.to(true, noNewPrivileges);
    seccomp = Absent.to(SeccompProfile.RuntimeDefault, seccomp);
  }

  /// What holds when a manifest has no `security`.
  public static RunSecurity defaults() {
    return new RunSecurity(null, true, true, SeccompProfile.RuntimeDefault);
  }
}
