package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.Heredoc;
import dev.lamina.agent.dockerfile.ModeChange;
import dev.lamina.agent.network.NetworkMode;
import java.util.List;
import java.util.Optional;

/// What a vertex does to the filesystem of its first input.
public sealed interface Op {

  /// Provides the filesystem of an image.
  record Source(BaseImage image) implements Op {}

  /// Runs a process.
  ///
  /// @param env `NAME=value`, in order
  /// @param proxyEnv proxy settings: part of the environment, not of the identity of the step
  record Run(
      List<String> args,
      List<String> env,
      List<String> proxyEnv,
      String workingDir,
      String user,
      NetworkMode network,
      String hostname)
      implements Op {
    public Run {
      args = List.copyOf(args);
      env = List.copyOf(env);
      proxyEnv = List.copyOf(proxyEnv);
    }
  }

  /// Where a copy reads from.
  enum Origin {
    CONTEXT,
    /// The filesystem of the vertex's source, which is empty if there is none.
    INPUT
  }

  /// Copies files.
  ///
  /// @param sources paths and wildcards, relative to the root of where they come from
  /// @param documents files with the given content
  /// @param destination absolute; a trailing slash means a directory
  /// @param chown `user[:group]`, or empty to keep owners
  /// @param unpacks whether archives among the sources are unpacked
  record Copy(
      Origin origin,
      List<String> sources,
      List<Heredoc> documents,
      String destination,
      String chown,
      Optional<ModeChange> chmod,
      String chmodText,
      boolean unpacks)
      implements Op {
    public Copy {
      sources = List.copyOf(sources);
      documents = List.copyOf(documents);
    }
  }

  /// Makes a directory, with its parents, unless it is there.
  ///
  /// @param owner `user[:group]`, or empty for root
  record MakeDirectory(String path, String owner) implements Op {}
}
