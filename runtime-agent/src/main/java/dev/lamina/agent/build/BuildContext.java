package dev.lamina.agent.build;

import dev.lamina.agent.build.remote.GitCredential;
import dev.lamina.agent.build.remote.GitSource;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.crds.failure.FailureReason;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the files of a build come from.
public sealed interface BuildContext {
  /// A directory of this machine.
  record Directory(Path path) implements BuildContext {}

  /// A tar archive of any compression, of this machine.
  record Archive(Path path) implements BuildContext {}

  /// Files that came with the request.
  record Inline(List<InlineFile> files) implements BuildContext {
    public Inline {
      files = List.copyOf(files);
    }
  }

  /// A text file.
  ///
  /// @param path relative
  /// @param mode permission bits
  record InlineFile(String path, String content, int mode) {}

  /// A tar archive on an HTTP server.
  ///
  /// @param sha256 what it has to be; null to take what comes
  /// @param stripComponents leading directories to drop from every path
  record Remote(URI uri, @Nullable Digest sha256, int stripComponents) implements BuildContext {}

  /// A git repository.
  ///
  /// @param credential null for what everybody may read
  record Git(GitSource source, @Nullable GitCredential credential) implements BuildContext {
    /// Of an address, as people write it.
    ///
    /// @throws AgentException `InvalidArgument`
    public static Git of(String url) {
      try {
        return new Git(GitSource.parse(url), null);
      } catch (IllegalArgumentException e) {
        throw new AgentException(FailureReason.InvalidArgument, String.valueOf(e.getMessage()), e);
      }
    }
  }
}
