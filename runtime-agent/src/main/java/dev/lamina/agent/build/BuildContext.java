package dev.lamina.agent.build;

import dev.lamina.agent.image.Digest;
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
  record Git(String url) implements BuildContext {}
}
