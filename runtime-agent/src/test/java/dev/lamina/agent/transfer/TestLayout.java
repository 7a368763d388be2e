package dev.lamina.agent.transfer;

import dev.lamina.agent.archive.TarEntry;
import dev.lamina.agent.archive.TarEntryType;
import dev.lamina.agent.archive.TarWriter;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.ExecutionConfig;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.Index;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// Writes OCI layouts, right ones and wrong ones, file by file.
public final class TestLayout {
  public static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");

  private final Path directory;

  TestLayout(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    write("oci-layout", utf8("{\"imageLayoutVersion\":\"1.0.0\"}"));
  }

  /// An image of layers with one file each, named as given.
  Descriptor image(String... files) throws IOException {
    return image(Platform.host(), files);
  }

  Descriptor image(Platform platform, String... files) throws IOException {
    var tars = Stream.of(files).map(TestLayout::tar).toList();
    var config = config(platform, tars.stream().map(TestLayout::diffId).toList());
    return image(config, tars);
  }

  /// An image with a config of its own making.
  Descriptor image(ImageConfig config, List<byte[]> tars) throws IOException {
    var layers = new ArrayList<Descriptor>();
    for (var tar : tars) {
      layers.add(blob(MediaTypes.OCI_LAYER_GZIP, gzip(tar)));
    }
    var manifest = Manifest.of(blob(MediaTypes.OCI_CONFIG, OciJson.bytes(config)), layers);
    return blob(MediaTypes.OCI_MANIFEST, OciJson.bytes(manifest));
  }

  Descriptor blob(String mediaType, byte[] bytes) throws IOException {
    var digest = Digest.sha256(bytes);
    write("blobs/sha256/" + digest.hex(), bytes);
    return new Descriptor(mediaType, digest, bytes.length);
  }

  Path index(Descriptor... images) throws IOException {
    write("index.json", OciJson.bytes(Index.of(List.of(images))));
    return directory;
  }

  void write(String file, byte[] bytes) throws IOException {
    var path = directory.resolve(file);
    Files.createDirectories(path.resolveSibling("."));
    Files.write(path, bytes);
  }

  Path file(String file) {
    return directory.resolve(file);
  }

  Path blobFile(Digest digest) {
    return directory.resolve("blobs/sha256").resolve(digest.hex());
  }

  public static ImageConfig config(Platform platform, List<DiffId> diffIds) {
    return new ImageConfig(
        CREATED,
        null,
        platform.architecture(),
        platform.os(),
        null,
        null,
        ExecutionConfig.EMPTY,
        ImageConfig.RootFs.of(diffIds),
        List.of());
  }

  public static DiffId diffId(byte[] tar) {
    return new DiffId(Digest.sha256(tar));
  }

  /// A layer that holds one small file.
  public static byte[] tar(String file) {
    var content = utf8("content of " + file);
    return tarOf(out -> {
      out.begin(entry(TarEntryType.FILE, file, "", content.length));
      out.write(content);
    });
  }

  /// Everything below a directory, sorted.
  static byte[] tarOf(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      var files = paths.filter(Files::isRegularFile).sorted().toList();
      return tarOf(out -> {
        for (var file : files) {
          var bytes = Files.readAllBytes(file);
          var name = directory.relativize(file).toString();
          out.begin(entry(TarEntryType.FILE, name, "", bytes.length));
          out.write(bytes);
        }
      });
    }
  }

  public static byte[] tarOf(Entries entries) {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarWriter(bytes)) {
      entries.writeTo(tar);
      tar.finish();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  public static TarEntry entry(TarEntryType type, String name, String linkName, long size) {
    return new TarEntry(type, name, linkName, 0644, 0, 0, CREATED, size, 0, 0, Map.of());
  }

  public static byte[] gzip(byte[] bytes) throws IOException {
    var compressed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    }
    return compressed.toByteArray();
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public interface Entries {
    void writeTo(TarWriter tar) throws IOException;
  }
}
