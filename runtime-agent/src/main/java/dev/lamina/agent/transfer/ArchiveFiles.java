package dev.lamina.agent.transfer;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.lamina.agent.archive.ArchiveLimits;
import dev.lamina.agent.archive.Compression;
import dev.lamina.agent.archive.Decompression;
import dev.lamina.agent.archive.TarEntry;
import dev.lamina.agent.archive.TarReader;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The files of a tar, read in place by their offsets.
///
/// Every path may occur once: with two entries of one name, two readers would see two images. Links
/// and other special entries are not files.
final class ArchiveFiles implements ImageFiles {
  /// An image has at most a few thousand files: layers, configs, manifests.
  private static final ArchiveLimits LIMITS = ArchiveLimits.DEFAULT.withEntries(100_000);

  private final Path source;
  private final FileChannel tar;
  private final Map<String, Range> files;

  private ArchiveFiles(Path source, FileChannel tar, Map<String, Range> files) {
    this.source = source;
    this.tar = tar;
    this.files = files;
  }

  static ArchiveFiles open(Path source, Path temporaryDirectory) throws IOException {
    var tar = openTar(source, temporaryDirectory);
    try {
      return new ArchiveFiles(source, tar, index(tar));
    } catch (IOException | RuntimeException e) {
      tar.close();
      throw e;
    }
  }

  @Override
  public boolean has(String file) {
    return files.containsKey(file);
  }

  @Override
  public long size(String file) {
    return range(file).size();
  }

  @Override
  public InputStream open(String file) {
    var range = range(file);
    return new FileSlice(tar, range.offset(), range.size());
  }

  @Override
  public Path source() {
    return source;
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  private Range range(String file) {
    return Optional.ofNullable(files.get(file)).orElseThrow(() -> missing(file));
  }

  private static FileChannel openTar(Path source, Path temporaryDirectory) throws IOException {
    try (var in = Files.newInputStream(source)) {
      if (Compression.detect(in.readNBytes(Compression.HEAD_BYTES)) == Compression.NONE) {
        return FileChannel.open(source, READ);
      }
    }
    return decompressed(source, temporaryDirectory);
  }

  /// The file has no name as soon as it is open, so that not even a crash leaves it behind.
  private static FileChannel decompressed(Path source, Path temporaryDirectory) throws IOException {
    Files.createDirectories(temporaryDirectory);
    var file = temporaryDirectory.resolve("import-" + UUID.randomUUID());
    var tar = FileChannel.open(file, CREATE_NEW, READ, WRITE);
    try (var in = Decompression.open(Files.newInputStream(source), LIMITS)) {
      Files.delete(file);
      in.transferTo(Channels.newOutputStream(tar));
      return tar;
    } catch (IOException | RuntimeException e) {
      tar.close();
      throw e;
    }
  }

  private static Map<String, Range> index(FileChannel tar) throws IOException {
    var files = new HashMap<String, Range>();
    var bytes = new FileSlice(tar, 0, tar.size());
    try (var reader = new TarReader(bytes, LIMITS)) {
      for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
        if (entry.get().isFile()) {
          add(files, entry.get(), bytes.position());
        }
      }
    }
    return files;
  }

  private static void add(Map<String, Range> files, TarEntry entry, long offset) {
    var name = entry.name().startsWith("./") ? entry.name().substring(2) : entry.name();
    if (files.putIfAbsent(name, new Range(offset, entry.size())) != null) {
      throw new AgentException(
          FailureReason.InvalidArchive, "the archive has two entries of the name " + name);
    }
  }

  private record Range(long offset, long size) {}
}
