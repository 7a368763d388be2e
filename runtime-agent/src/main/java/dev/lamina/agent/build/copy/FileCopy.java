package dev.lamina.agent.build.copy;

import dev.lamina.agent.dockerfile.Heredoc;
import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.FileMetadata;
import dev.lamina.agent.linux.FileStat;
import dev.lamina.agent.linux.FileType;
import dev.lamina.agent.linux.RootDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/// Writes files into a mounted root filesystem.
///
/// The content of a source directory goes into the destination; a file goes to the destination, or
/// into it if that is a directory. Existing files are replaced, existing directories keep what is
/// in them. A directory that already exists at the destination keeps its owner and mode, those
/// below it take the source's.
public final class FileCopy {
  private static final int DOCUMENT_MODE = 0644;

  private final Path mountPoint;
  private final CopyOptions options;
  private final Destination destination;

  /// Prepares a copy.
  ///
  /// @param mountPoint where the root filesystem is mounted
  /// @param path absolute; a trailing slash means a directory
  public FileCopy(RootDirectory root, Path mountPoint, String path, CopyOptions options) {
    this.mountPoint = mountPoint;
    this.options = options;
    this.destination = new Destination(root, options, path);
  }

  public void copy(SourceTree tree, Source source) throws IOException {
    destination.createParents();
    if (source.isDirectory()) {
      copyDirectory(tree, source);
    } else {
      copyFile(tree, source);
    }
  }

  /// Unpacks the source into the destination if it is a tar archive, else copies it.
  public void copyOrUnpack(SourceTree tree, Source source) throws IOException {
    if (source.isDirectory() || !isArchive(tree, source)) {
      copy(tree, source);
      return;
    }
    var target = destination.createUnpackTarget();
    try (var archive = Archives.open(tree.root().openFile(source.realPath()).inputStream())) {
      ArchiveExtraction.extract(
          archive, mountPoint.resolve(target.substring(1)), options.owner(), 0);
    }
  }

  private static boolean isArchive(SourceTree tree, Source source) throws IOException {
    return tree.root().find(source.realPath()).map(FileStat::isRegular).orElse(false)
        && Archives.isArchive(tree.root().openFile(source.realPath()));
  }

  private void copyDirectory(SourceTree tree, Source source) throws IOException {
    try (var from = SourceDirectory.open(tree, source.realPath(), source.filters());
        var to = destination.openAsDirectory()) {
      var modified = from.stat().modified();
      try (var copy = new TreeCopy(to, options)) {
        SourceVisitor.walk(from, copy);
      }
      to.inode().setModified(modified);
    }
  }

  private void copyFile(SourceTree tree, Source source) throws IOException {
    var path = source.realPath();
    var slash = path.lastIndexOf('/');
    try (var parent = SourceDirectory.open(tree, slash == 0 ? "/" : path.substring(0, slash));
        var place = destination.placeFor(source.lastName())) {
      var entry = parent.entry(path.substring(slash + 1));
      if (entry == null) {
        throw new CopyException("\"%s\" disappeared while it was copied".formatted(source.name()));
      }
      new LeafCopy(options).copy(entry, place.directory(), place.name());
    }
  }

  /// Makes the destination a directory, unless it is one.
  public void makeDirectory() throws IOException {
    destination.openAsDirectory().close();
  }

  /// Writes a here-document as a file of its name.
  public void write(Heredoc document) throws IOException {
    destination.createParents();
    try (var place = destination.placeFor(document.name())) {
      LeafCopy.makeRoom(place.directory(), place.name());
      write(place.directory(), place.name(), document.content());
    }
  }

  private void write(Directory directory, String name, String content) throws IOException {
    var bytes = content.getBytes(StandardCharsets.UTF_8);
    var metadata = new FileMetadata(0, 0, DOCUMENT_MODE, Instant.now(), Map.of());
    try (var file = directory.createFile(name, DOCUMENT_MODE)) {
      file.write(bytes, 0, bytes.length);
      file.inode().restore(FileType.REGULAR, options.applyTo(metadata, false));
    }
  }
}
