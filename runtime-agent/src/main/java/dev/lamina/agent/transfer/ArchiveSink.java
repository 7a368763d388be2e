package dev.lamina.agent.transfer;

import dev.lamina.agent.archive.TarEntry;
import dev.lamina.agent.archive.TarEntryType;
import dev.lamina.agent.archive.TarWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// A layout as a tar, whose entries say nothing about when and by whom it was written.
final class ArchiveSink implements LayoutSink {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path partial;
  private final Path target;
  private final FileChannel file;
  private final TarWriter tar;
  private final Set<String> directories = new HashSet<>();

  private ArchiveSink(Path partial, Path target, FileChannel file) {
    this.partial = partial;
    this.target = target;
    this.file = file;
    this.tar =
        new TarWriter(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER_BYTES));
  }

  static ArchiveSink open(Path partial, Path target) throws IOException {
    var file = FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new ArchiveSink(partial, target, file);
  }

  @Override
  public void write(String name, long size, Content content) throws IOException {
    for (var slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
      var directory = name.substring(0, slash + 1);
      if (directories.add(directory)) {
        tar.begin(entry(TarEntryType.DIRECTORY, directory, 0755, 0));
      }
    }
    tar.begin(entry(TarEntryType.FILE, name, 0644, size));
    content.writeTo(tar);
  }

  @Override
  public void publish() throws IOException {
    tar.finish();
    file.force(true);
    LayoutSink.rename(partial, target);
  }

  @Override
  public void close() throws IOException {
    file.close();
    Files.deleteIfExists(partial);
  }

  private static TarEntry entry(TarEntryType type, String name, int permissions, long size) {
    return new TarEntry(type, name, "", permissions, 0, 0, Instant.EPOCH, size, 0, 0, Map.of());
  }
}
