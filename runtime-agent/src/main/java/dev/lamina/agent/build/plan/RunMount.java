package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.Mount;
import org.jspecify.annotations.Nullable;

/// What a RUN sees beside its filesystem.
public sealed interface RunMount {
  /// Files of another filesystem. What is written to a writable one is thrown away.
  ///
  /// @param source absolute and clean
  /// @param target absolute and clean, as everywhere here
  record Bind(Origin origin, String source, String target, boolean readOnly) implements RunMount {}

  /// A directory that outlives the build.
  ///
  /// @param seed what a new one starts with
  /// @param owned whether uid, gid and mode were stated; otherwise the seed's hold
  record Cache(
      String id,
      String target,
      Mount.Sharing sharing,
      boolean readOnly,
      Origin seed,
      String source,
      boolean owned,
      int uid,
      int gid,
      int mode)
      implements RunMount {}

  /// An empty filesystem in memory.
  ///
  /// @param maxBytes 0 for no limit
  record Tmpfs(String target, long maxBytes) implements RunMount {}

  /// A secret, as a file, as a variable, or as both.
  record Secret(
      String id,
      @Nullable String target,
      @Nullable String env,
      int mode,
      int uid,
      int gid,
      boolean required)
      implements RunMount {}

  /// An agent's socket.
  record Ssh(String id, boolean required) implements RunMount {}

  /// An executable file with the text of a here-document.
  record Script(String target, String content) implements RunMount {}
}
