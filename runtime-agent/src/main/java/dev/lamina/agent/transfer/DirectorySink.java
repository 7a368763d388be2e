package dev.lamina.agent.transfer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;

/// A layout as a directory.
final class DirectorySink implements LayoutSink {
  private final Path partial;
  private final Path target;

  private DirectorySink(Path partial, Path target) {
    this.partial = partial;
    this.target = target;
  }

  static DirectorySink open(Path partial, Path target) throws IOException {
    Files.createDirectory(partial);
    return new DirectorySink(partial, target);
  }

  @Override
  public void write(String file, long size, Content content) throws IOException {
    var path = partial.resolve(file);
    Files.createDirectories(path.resolveSibling("."));
    try (var channel =
            FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  @Override
  public void publish() throws IOException {
    try (var directories = Files.walk(partial).filter(Files::isDirectory)) {
      for (var directory : directories.toList()) {
        LayoutSink.sync(directory);
      }
    }
    LayoutSink.rename(partial, target);
  }

  @Override
  public void close() throws IOException {
    if (!Files.exists(partial)) {
      return;
    }
    try (var paths = Files.walk(partial)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
