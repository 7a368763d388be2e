package dev.lamina.agent.build.copy;

import dev.lamina.agent.dockerfile.PathPatterns;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RootDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A directory that files are copied from. What its patterns match is not there, except directories
/// with something in them that is.
public final class SourceTree implements AutoCloseable {
  private static final PathPatterns NO_PATTERNS = PathPatterns.compile(List.of());

  private final RootDirectory root;
  private final PathPatterns ignored;
  private final boolean isContext;

  private SourceTree(RootDirectory root, PathPatterns ignored, boolean isContext) {
    this.root = root;
    this.ignored = ignored;
    this.isContext = isContext;
  }

  /// A build context: what is copied from it belongs to root and has no extended attributes, as if
  /// it had been sent to a builder.
  public static SourceTree context(Path directory, PathPatterns ignored) throws LinuxException {
    return new SourceTree(RootDirectory.open(directory), ignored, true);
  }

  /// Files that came from elsewhere, for this build alone: as a context without ignored files.
  public static SourceTree fetched(Path directory) throws LinuxException {
    return context(directory, NO_PATTERNS);
  }

  /// The root filesystem of a stage or an image.
  public static SourceTree filesystem(Path directory) throws LinuxException {
    return new SourceTree(RootDirectory.open(directory), NO_PATTERNS, false);
  }

  RootDirectory root() {
    return root;
  }

  boolean isContext() {
    return isContext;
  }

  PathPatterns ignored() {
    return ignored;
  }

  /// The path at the end of all links, if something is there that is not ignored.
  Optional<String> resolve(String path) throws LinuxException {
    if (root.find(path).isEmpty()) {
      return Optional.empty();
    }
    var real = root.realPath(path);
    return isVisible(real) ? Optional.of(real) : Optional.empty();
  }

  private boolean isVisible(String real) throws LinuxException {
    if (ignored.isEmpty() || real.equals("/")) {
      return true;
    }
    var slash = real.lastIndexOf('/');
    try (var parent = SourceDirectory.open(this, slash == 0 ? "/" : real.substring(0, slash))) {
      return parent.entry(real.substring(slash + 1)) != null;
    }
  }

  @Override
  public void close() {
    root.close();
  }
}
