package dev.lamina.agent.container.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The Linux part of the runtime's document, see the runtime-spec, config-linux.md.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record LinuxSpec(
    List<Namespace> namespaces,
    String cgroupsPath,
    ResourceLimits resources,
    Map<String, String> sysctl,
    @Nullable SeccompProfile seccomp,
    List<String> maskedPaths,
    List<String> readonlyPaths) {
  LinuxSpec {
    namespaces = List.copyOf(namespaces);
    sysctl = Map.copyOf(sysctl);
    maskedPaths = List.copyOf(maskedPaths);
    readonlyPaths = List.copyOf(readonlyPaths);
  }

  /// @param path an existing namespace to join; absent = a new one
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Namespace(Type type, @Nullable String path) {
    static Namespace fresh(Type type) {
      return new Namespace(type, null);
    }

    enum Type {
      PID,
      IPC,
      UTS,
      MOUNT,
      CGROUP,
      NETWORK;

      @JsonValue
      String word() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }
}
