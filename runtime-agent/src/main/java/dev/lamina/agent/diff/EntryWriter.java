package dev.lamina.agent.diff;

import dev.lamina.agent.archive.Refusal;
import dev.lamina.agent.archive.TarEntry;
import dev.lamina.agent.archive.TarReader;
import dev.lamina.agent.linux.FileMetadata;
import dev.lamina.agent.linux.FileType;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.RegularFile;
import java.io.IOException;
import java.util.Set;

/// Writes the entries of a layer into its directory, one after the other. See the image-spec,
/// layer.md, "Applying Changesets".
///
/// A file is always created, never opened: whatever has its name in this layer is removed first, so
/// nothing is written through a link, into a FIFO or into a file with another name.
final class EntryWriter implements AutoCloseable {
  private static final int PRIVATE = 0600;
  private static final int BUFFER_BYTES = 128 * 1024;

  /// The disk begins with files of this size, and with every so many bytes of one, before the sync
  /// at the end of the pull asks for them: small files are cheaper all at once.
  private static final int WRITEBACK_BYTES = 256 * 1024;

  private static final int WRITEBACK_PERIOD = 8 << 20;

  private final LayerTree tree;
  private final TarReader tar;
  private final SmallFiles smallFiles;
  private final LayerXattrs xattrs = new LayerXattrs();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private boolean statesRoot;

  EntryWriter(LayerTree tree, TarReader tar) {
    this.tree = tree;
    this.tar = tar;
    this.smallFiles = new SmallFiles(tar);
  }

  /// Waits until everything is written.
  void finish() throws IOException {
    smallFiles.finish();
    tree.finish();
  }

  @Override
  public void close() {
    smallFiles.close();
  }

  void write(TarEntry entry) throws IOException {
    tree.beginEntry();
    var path = LayerPath.of(entry.name());
    if (path.isRoot()) {
      writeRoot(entry);
      return;
    }
    switch (EntryName.of(path.name())) {
      case EntryName.Plain(var name) -> writeFile(tree.resolve(path.parents()), name, entry);
      case EntryName.Removal(var name) -> hide(tree.resolve(path.parents()), name);
      case EntryName.Opaque() -> tree.makeOpaque(tree.resolve(path.parents()));
      case EntryName.AufsMetadata() -> {}
    }
  }

  /// Names of extended attributes that are none of an image's.
  Set<String> droppedXattrs() {
    return xattrs.dropped();
  }

  /// Whether there was an entry for the root directory.
  boolean statesRoot() {
    return statesRoot;
  }

  private void writeRoot(TarEntry entry) throws LinuxException {
    if (!entry.isDirectory()) {
      throw Refusal.malformed("the root of an image is a directory");
    }
    update(tree.root(), metadata(entry));
    statesRoot = true;
  }

  private void writeFile(LayerDirectory parent, String name, TarEntry entry) throws IOException {
    switch (entry.type()) {
      case FILE -> writeContent(parent, name, entry);
      case DIRECTORY -> writeDirectory(parent, name, metadata(entry));
      case HARD_LINK -> writeHardLink(parent, name, LayerPath.of(entry.linkName()));
      case SYMBOLIC_LINK -> writeSymbolicLink(parent, name, entry);
      case CHARACTER_DEVICE -> writeNode(parent, name, FileType.CHARACTER_DEVICE, entry);
      case BLOCK_DEVICE -> writeNode(parent, name, FileType.BLOCK_DEVICE, entry);
      case FIFO -> writeNode(parent, name, FileType.FIFO, entry);
    }
  }

  private void writeContent(LayerDirectory parent, String name, TarEntry entry) throws IOException {
    var completion = tree.newFiles().in(parent, metadata(entry));
    var file = createFile(parent, name, completion.permissions(PRIVATE));
    if (entry.size() <= SmallFiles.MAX_BYTES && !tar.isSparse()) {
      smallFiles.add(entry, file, completion);
      return;
    }
    try (file) {
      copyContent(file, entry.size());
      if (entry.size() >= WRITEBACK_BYTES) {
        file.startWriteback();
      }
      completion.apply(file.inode(), FileType.REGULAR);
    }
  }

  private RegularFile createFile(LayerDirectory parent, String name, int permissions)
      throws LinuxException {
    try {
      return parent.handle().createFile(name, permissions);
    } catch (LinuxException e) {
      removeIfExists(parent, name, e);
      return parent.handle().createFile(name, permissions);
    }
  }

  private void copyContent(RegularFile file, long size) throws IOException {
    var endsInHole = false;
    var written = 0L;
    int count;
    do {
      var hole = tar.skipHole();
      if (hole > 0) {
        file.skip(hole);
        endsInHole = true;
      }
      count = tar.read(buffer, 0, buffer.length);
      if (count > 0) {
        file.write(buffer, 0, count);
        endsInHole = false;
        written += count;
        if (written >= WRITEBACK_PERIOD) {
          file.startWriteback();
          written = 0;
        }
      }
    } while (count >= 0);
    if (endsInHole) {
      file.truncate(size);
    }
  }

  private void writeDirectory(LayerDirectory parent, String name, FileMetadata metadata)
      throws LinuxException {
    try {
      tree.createDirectory(parent, name, metadata);
    } catch (LinuxException e) {
      if (!e.isExists()) {
        throw e;
      }
      if (parent.handle().inode(name).stat().isDirectory()) {
        update(tree.openDirectory(parent, name), metadata);
      } else {
        tree.replaceByDirectory(parent, name, metadata);
      }
    }
  }

  private static void update(LayerDirectory directory, FileMetadata metadata)
      throws LinuxException {
    directory.handle().inode().restore(FileType.DIRECTORY, metadata);
    directory.setMetadata(metadata);
  }

  private void writeSymbolicLink(LayerDirectory parent, String name, TarEntry entry)
      throws LinuxException {
    if (entry.linkName().isEmpty()) {
      throw Refusal.malformed("a symbolic link to nothing");
    }
    try {
      parent.handle().createSymbolicLink(name, entry.linkName());
    } catch (LinuxException e) {
      removeIfExists(parent, name, e);
      parent.handle().createSymbolicLink(name, entry.linkName());
    }
    var inode = parent.handle().inode(name);
    tree.newFiles().in(parent, metadata(entry)).apply(inode, FileType.SYMBOLIC_LINK);
  }

  private void writeNode(LayerDirectory parent, String name, FileType type, TarEntry entry)
      throws LinuxException {
    if (type == FileType.CHARACTER_DEVICE && entry.major() == 0 && entry.minor() == 0) {
      throw Refusal.malformed("a character device 0/0 would hide files of other layers");
    }
    try {
      parent.handle().createNode(name, type, PRIVATE, entry.major(), entry.minor());
    } catch (LinuxException e) {
      removeIfExists(parent, name, e);
      parent.handle().createNode(name, type, PRIVATE, entry.major(), entry.minor());
    }
    parent.handle().inode(name).restore(type, metadata(entry));
  }

  private void writeHardLink(LayerDirectory parent, String name, LayerPath target)
      throws LinuxException {
    if (target.isRoot()) {
      throw Refusal.malformed("a hard link to the root");
    }
    var holder = tree.resolve(target.parents());
    var isSame = holder == parent && name.equals(target.name());
    if (isSame || holder.isInside(parent.pathOf(name))) {
      throw Refusal.malformed("a hard link to what it replaces");
    }
    requireLinkable(holder, target.name());
    try {
      parent.handle().createHardLink(name, holder.handle(), target.name());
    } catch (LinuxException e) {
      removeIfExists(parent, name, e);
      parent.handle().createHardLink(name, holder.handle(), target.name());
    }
  }

  /// A file of a lower layer becomes one of this layer before it gets another name.
  private void requireLinkable(LayerDirectory holder, String name) throws LinuxException {
    var own = holder.handle().find(name);
    if (own.isPresent()) {
      if (own.get().isDirectory() || own.get().isWhiteout()) {
        throw Refusal.malformed("a hard link to " + Refusal.shown(name) + ", which is no file");
      }
      return;
    }
    try (var below = tree.findLower(holder, name)) {
      if (below == null || below.stat().isDirectory()) {
        throw Refusal.malformed("a hard link to " + Refusal.shown(name) + ", which is no file");
      }
      below.copyUp(holder.handle());
    }
  }

  /// Leaves alone what this layer itself has under the name: only lower layers are hidden, in
  /// whatever order the entries come.
  private void hide(LayerDirectory parent, String name) throws LinuxException {
    var own = parent.handle().find(name);
    if (own.isEmpty()) {
      parent.handle().createWhiteout(name);
    } else if (own.get().isDirectory()) {
      tree.makeOpaque(tree.openDirectory(parent, name));
    }
  }

  /// Makes place for another try, if that is what the first one lacked.
  private void removeIfExists(LayerDirectory parent, String name, LinuxException failure)
      throws LinuxException {
    if (!failure.isExists()) {
      throw failure;
    }
    tree.remove(parent, name);
  }

  private FileMetadata metadata(TarEntry entry) {
    return new FileMetadata(
        (int) entry.uid(),
        (int) entry.gid(),
        entry.permissions(),
        entry.modified(),
        xattrs.kept(entry.type(), entry.xattrs()));
  }
}
