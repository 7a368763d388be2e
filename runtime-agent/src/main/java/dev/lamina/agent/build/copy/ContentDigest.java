package dev.lamina.agent.build.copy;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.linux.FileMetadata;
import dev.lamina.agent.linux.FileStat;
import dev.lamina.agent.linux.FileType;
import dev.lamina.agent.linux.LinuxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.TreeMap;

/// The digest of what a copy would copy: names, modes, owners, extended attributes, link targets
/// and bytes, but no times, so that a fresh checkout of the same files gives the same digest.
public final class ContentDigest {
  private static final int BUFFER_BYTES = 1 << 17;

  private final MessageDigest digest = Digest.sha256();
  private final byte[] buffer = new byte[BUFFER_BYTES];

  private ContentDigest() {}

  public static Digest of(SourceTree tree, List<Source> sources) throws IOException {
    var content = new ContentDigest();
    for (var source : sources) {
      content.add(tree, source);
    }
    return Digest.of(content.digest.digest());
  }

  private void add(SourceTree tree, Source source) throws IOException {
    add("source");
    add(source.lastName());
    if (source.isDirectory()) {
      try (var directory = SourceDirectory.open(tree, source.realPath(), source.filters())) {
        SourceVisitor.walk(directory, new Walk());
      }
      return;
    }
    var path = source.realPath();
    var slash = path.lastIndexOf('/');
    try (var parent = SourceDirectory.open(tree, slash == 0 ? "/" : path.substring(0, slash))) {
      var entry = parent.entry(path.substring(slash + 1));
      if (entry != null) {
        new Walk().visit(entry);
      }
    }
  }

  private final class Walk implements SourceVisitor {
    @Override
    public void enter(SourceEntry directory) throws IOException {
      add("enter");
      add(directory.name());
      addMetadata(directory.stat(), directory.metadata());
    }

    @Override
    public void leave(SourceEntry directory) {
      add("leave");
    }

    @Override
    public void visit(SourceEntry entry) throws IOException {
      add("file");
      add(entry.name());
      addMetadata(entry.stat(), entry.metadata());
      switch (entry.stat().type()) {
        case REGULAR -> addContent(entry);
        case SYMBOLIC_LINK -> add(entry.parent().directory().readLink(entry.name()));
        default -> add(entry.stat().major() + ":" + entry.stat().minor());
      }
    }
  }

  private void addContent(SourceEntry entry) throws IOException {
    try (var file = entry.parent().directory().openFile(entry.name())) {
      var size = 0L;
      for (var count = file.read(buffer, 0, buffer.length);
          count >= 0;
          count = file.read(buffer, 0, buffer.length)) {
        digest.update(buffer, 0, count);
        size += count;
      }
      add(Long.toString(size));
    } catch (LinuxException e) {
      throw new CopyException("reading %s: %s".formatted(entry.name(), e.getMessage()));
    }
  }

  private void addMetadata(FileStat stat, FileMetadata metadata) {
    var isLinked = stat.type() == FileType.REGULAR && stat.links() > 1;
    add(
        "%s %o %d:%d %b"
            .formatted(
                stat.type(), metadata.permissions(), metadata.uid(), metadata.gid(), isLinked));
    for (var xattr : new TreeMap<>(metadata.xattrs()).entrySet()) {
      add(xattr.getKey());
      add(xattr.getValue());
    }
  }

  private void add(String field) {
    add(field.getBytes(StandardCharsets.UTF_8));
  }

  /// The length goes first, so that no two lists of fields give the same bytes.
  private void add(byte[] field) {
    digest.update((field.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(field);
  }
}
