package dev.lamina.agent.transfer;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;

/// The files of a directory, each opened component by component below the directory's own
/// descriptor, so that nobody can slip a link in between.
final class DirectoryFiles implements ImageFiles {
  private final Path source;
  private final SecureDirectoryStream<Path> root;

  private DirectoryFiles(Path source, SecureDirectoryStream<Path> root) {
    this.source = source;
    this.root = root;
  }

  @SuppressWarnings("StreamResourceLeak") // closed with the files
  static DirectoryFiles open(Path source) throws IOException {
    var stream = Files.newDirectoryStream(source);
    if (stream instanceof SecureDirectoryStream<Path> root) {
      return new DirectoryFiles(source, root);
    }
    stream.close();
    throw new FileSystemException(source.toString(), null, "no openat(2) on this file system");
  }

  @Override
  public boolean has(String file) {
    try {
      return attributes(file).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public long size(String file) throws IOException {
    return attributes(file).orElseThrow(() -> missing(file)).size();
  }

  @Override
  public InputStream open(String file) throws IOException {
    size(file);
    return inParent(
        root,
        Path.of(file),
        (parent, name) ->
            Channels.newInputStream(parent.newByteChannel(name, Set.of(READ, NOFOLLOW_LINKS))));
  }

  @Override
  public Path source() {
    return source;
  }

  @Override
  public void close() throws IOException {
    root.close();
  }

  private Optional<BasicFileAttributes> attributes(String file) throws IOException {
    try {
      return Optional.of(inParent(root, Path.of(file), DirectoryFiles::attributes))
          .filter(BasicFileAttributes::isRegularFile);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    }
  }

  private static BasicFileAttributes attributes(SecureDirectoryStream<Path> parent, Path name)
      throws IOException {
    return parent
        .getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS)
        .readAttributes();
  }

  private static <T> T inParent(SecureDirectoryStream<Path> at, Path file, Visit<T> visit)
      throws IOException {
    if (file.getNameCount() == 1) {
      return visit.run(at, file);
    }
    if (!attributes(at, file.getName(0)).isDirectory()) {
      throw new NotDirectoryException(file.toString());
    }
    try (var next = at.newDirectoryStream(file.getName(0), NOFOLLOW_LINKS)) {
      return inParent(next, file.subpath(1, file.getNameCount()), visit);
    }
  }

  private interface Visit<T> {
    T run(SecureDirectoryStream<Path> parent, Path name) throws IOException;
  }
}
