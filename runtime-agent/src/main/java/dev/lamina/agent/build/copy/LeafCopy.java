package dev.lamina.agent.build.copy;

import dev.lamina.agent.linux.Directory;
import dev.lamina.agent.linux.FileType;
import dev.lamina.agent.linux.LinuxException;
import java.io.IOException;

/// Copies what is no directory: files, links, FIFOs, devices.
final class LeafCopy {
  private final CopyOptions options;

  LeafCopy(CopyOptions options) {
    this.options = options;
  }

  void copy(SourceEntry entry, Directory target, String name) throws IOException {
    makeRoom(target, name);
    switch (entry.stat().type()) {
      case REGULAR -> copyFile(entry, target, name);
      case SYMBOLIC_LINK -> {
        target.createSymbolicLink(name, entry.parent().directory().readLink(entry.name()));
        restore(entry, target, name, FileType.SYMBOLIC_LINK);
      }
      case SOCKET -> {
        target.createFile(name, 0600).close();
        restore(entry, target, name, FileType.REGULAR);
      }
      case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO -> {
        var stat = entry.stat();
        target.createNode(name, stat.type(), 0600, stat.major(), stat.minor());
        restore(entry, target, name, stat.type());
      }
      case DIRECTORY -> throw new IllegalStateException(entry.name() + " is a directory");
    }
  }

  private void copyFile(SourceEntry entry, Directory target, String name) throws IOException {
    try (var source = entry.parent().directory().openFile(entry.name());
        var copy = target.createFile(name, 0600)) {
      copy.copyFrom(source);
      copy.inode().restore(FileType.REGULAR, options.applyTo(entry.metadata(), false));
    }
  }

  private void restore(SourceEntry entry, Directory target, String name, FileType type)
      throws LinuxException {
    target.inode(name).restore(type, options.applyTo(entry.metadata(), false));
  }

  /// Removes what a copy replaces, which may be anything but a directory.
  static void makeRoom(Directory target, String name) throws LinuxException {
    var existing = target.find(name);
    if (existing.isEmpty()) {
      return;
    }
    if (existing.get().isDirectory()) {
      throw new CopyException("cannot replace directory %s with a file".formatted(name));
    }
    target.removeFile(name);
  }
}
