package dev.lamina.agent.build.plan;

import dev.lamina.agent.build.remote.GitSource;
import dev.lamina.agent.dockerfile.Heredoc;
import dev.lamina.agent.dockerfile.ModeChange;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.network.NetworkMode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
      String hostname,
      List<RunMount> mounts)
      implements Op {
    public Run {
      args = List.copyOf(args);
      env = List.copyOf(env);
      proxyEnv = List.copyOf(proxyEnv);
      mounts = List.copyOf(mounts);
    }
  }

  /// Copies files.
  ///
  /// @param documents files with the given content
  /// @param destination absolute; a trailing slash means a directory
  record Copy(
      Origin origin,
      List<CopySource> sources,
      List<Heredoc> documents,
      String destination,
      CopyTraits traits)
      implements Op {
    public Copy {
      sources = List.copyOf(sources);
      documents = List.copyOf(documents);
    }
  }

  /// One source of a copy.
  sealed interface CopySource {
    /// A path or wildcard, relative to the root of the copy's origin.
    record Local(String path) implements CopySource {}

    /// A file of a web server.
    ///
    /// @param name of the copy, for a destination that is a directory
    /// @param checksum what it has to be; null to take what comes
    record Url(URI uri, String name, @Nullable Digest checksum) implements CopySource {}

    /// The files of a git repository.
    record Git(GitSource repository) implements CopySource {}
  }

  /// How files are copied.
  ///
  /// @param chown `user[:group]`, or empty to keep owners
  /// @param link whether the layer is made without looking at what is below it
  /// @param parents whether directories above a source are copied with it
  /// @param excludes patterns of what is left out
  /// @param unpacksLocal whether archives among local sources are unpacked
  /// @param unpacksRemote the same for downloads
  record CopyTraits(
      String chown,
      Optional<ModeChange> chmod,
      String chmodText,
      boolean link,
      boolean parents,
      List<String> excludes,
      boolean unpacksLocal,
      boolean unpacksRemote) {
    static final CopyTraits PLAIN =
        new CopyTraits("", Optional.empty(), "", false, false, List.of(), false, false);

    public CopyTraits {
      excludes = List.copyOf(excludes);
    }

    CopyTraits withParents() {
      return new CopyTraits(
          chown, chmod, chmodText, link, true, excludes, unpacksLocal, unpacksRemote);
    }
  }

  /// Makes a directory, with its parents, unless it is there.
  ///
  /// @param owner `user[:group]`, or empty for root
  record MakeDirectory(String path, String owner) implements Op {}
}
