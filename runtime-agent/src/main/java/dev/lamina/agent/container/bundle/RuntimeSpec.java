package dev.lamina.agent.container.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The document an OCI runtime reads: the part of the runtime-spec's config.md that is used here.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record RuntimeSpec(
    String ociVersion,
    ProcessSpec process,
    Root root,
    @Nullable String hostname,
    List<Mount> mounts,
    LinuxSpec linux) {
  static final String VERSION = "1.0.2";

  RuntimeSpec {
    mounts = List.copyOf(mounts);
  }

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record ProcessSpec(
      boolean terminal,
      User user,
      List<String> args,
      List<String> env,
      String cwd,
      Capabilities capabilities,
      List<Rlimit> rlimits,
      boolean noNewPrivileges) {
    ProcessSpec {
      args = List.copyOf(args);
      env = List.copyOf(env);
      rlimits = List.copyOf(rlimits);
    }
  }

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record User(int uid, int gid, List<Integer> additionalGids) {
    User {
      additionalGids = List.copyOf(additionalGids);
    }
  }

  /// No inheritable and no ambient ones: a program gets capabilities by being root or by its file.
  record Capabilities(List<String> bounding, List<String> effective, List<String> permitted) {
    static Capabilities of(List<String> names) {
      return new Capabilities(names, names, names);
    }
  }

  record Rlimit(String type, long hard, long soft) {}

  record Root(String path, boolean readonly) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Mount(String destination, String type, String source, List<String> options) {
    Mount {
      options = List.copyOf(options);
    }
  }
}
