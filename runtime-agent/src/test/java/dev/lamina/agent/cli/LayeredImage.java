package dev.lamina.agent.cli;

import static dev.lamina.agent.archive.RawTar.header;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.github.luben.zstd.Zstd;
import dev.lamina.agent.archive.RawTar;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.registry.RegistryClient;
import dev.lamina.agent.registry.RegistryConfig;
import dev.lamina.agent.transfer.TestLayout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/// An image made from a seed, whose layers do to each other all that layers do, and the tree it
/// stands for: that is kept beside the layers while they are made, by nothing that is tested.
final class LayeredImage {
  private static final int DIRECTORY = 040755;
  private static final int FIFO = 010644;
  private static final int[] MODES = {0644, 0755, 0600, 04755};
  private static final int SMALL_FILE = 6000;

  private final Random random;
  private final Size size;
  private final List<byte[]> blobs = new ArrayList<>();
  private final List<String> mediaTypes = new ArrayList<>();
  private final List<DiffId> diffIds = new ArrayList<>();
  private final SortedMap<String, String> tree = new TreeMap<>();

  /// How much there is of it.
  ///
  /// @param files small ones in each layer
  /// @param large bytes of the large file of each layer
  /// @param isDense whether the large files cannot be compressed
  record Size(int layers, int files, int large, boolean isDense) {}

  LayeredImage(long seed, Size size) throws IOException {
    this.random = new Random(seed);
    this.size = size;
    for (var number = 0; number < size.layers(); number++) {
      add(number, layer(number));
    }
  }

  /// Every path of the image, with what it is.
  SortedMap<String, String> tree() {
    return Collections.unmodifiableSortedMap(tree);
  }

  /// Stores the image in a registry; its reference.
  String push(String host, String name) {
    var reference = Reference.parse(host + "/" + name);
    var repository =
        new RegistryClient(RegistryConfig.DEFAULT).open(reference, RegistryAccess.ANONYMOUS);
    var manifest =
        manifest((mediaType, bytes) -> {
          var blob = new Descriptor(mediaType, Digest.sha256(bytes), bytes.length);
          repository.pushBlob(
              blob,
              offset ->
                  new ByteArrayInputStream(Arrays.copyOfRange(bytes, (int) offset, bytes.length)),
              null);
          return blob;
        });
    repository.pushManifest(String.valueOf(reference.tag()), MediaTypes.OCI_MANIFEST, manifest);
    return reference.toString();
  }

  /// The manifest, once every blob is where it belongs.
  byte[] manifest(BlobSink sink) {
    var layers = new ArrayList<Descriptor>();
    for (var i = 0; i < blobs.size(); i++) {
      layers.add(sink.put(mediaTypes.get(i), blobs.get(i)));
    }
    var config = OciJson.bytes(TestLayout.config(Platform.host(), diffIds));
    return OciJson.bytes(Manifest.of(sink.put(MediaTypes.OCI_CONFIG, config), layers));
  }

  /// Where the blobs of an image go.
  @FunctionalInterface
  interface BlobSink {
    Descriptor put(String mediaType, byte[] bytes);
  }

  private void add(int number, byte[] tar) throws IOException {
    var isZstd = number % 4 == 3;
    diffIds.add(new DiffId(Digest.sha256(tar)));
    blobs.add(isZstd ? Zstd.compress(tar) : TestLayout.gzip(tar));
    mediaTypes.add(isZstd ? MediaTypes.OCI_LAYER_ZSTD : MediaTypes.OCI_LAYER_GZIP);
  }

  private byte[] layer(int number) {
    var tar = new RawTar();
    var home = "d" + number;
    for (var directory : List.of(home, home + "/sub", home + "/gone")) {
      tar.directory(directory + "/");
      tree.put(directory, FileTree.other(DIRECTORY));
    }
    for (var i = 0; i < size.files(); i++) {
      var inside = i % 7 == 6 ? "/sub/f" : i % 7 == 5 ? "/gone/f" : "/f";
      file(tar, home + inside + i, bytes(random.nextInt(SMALL_FILE), true));
    }
    file(tar, home + "/large", bytes(size.large(), size.isDense()));
    tar.symbolicLink(home + "/link", "f0").hardLink(home + "/hard", home + "/f0");
    tree.put(home + "/link", FileTree.link("f0"));
    tree.put(home + "/hard", tree.get(home + "/f0"));
    tar.fifo(home + "/pipe");
    tree.put(home + "/pipe", FileTree.other(FIFO));
    file(tar, "common", bytes(100, true));
    turn(tar, number % 2 == 0);
    if (number > 0) {
      change(tar, "d" + (number - 1));
    }
    return tar.bytes();
  }

  /// What was a file becomes a directory, and the other way round.
  private void turn(RawTar tar, boolean isFile) {
    remove("turn");
    if (isFile) {
      file(tar, "turn", bytes(50, true));
    } else {
      tar.directory("turn/");
      tree.put("turn", FileTree.other(DIRECTORY));
      file(tar, "turn/in", bytes(50, true));
    }
  }

  /// Hides some of what the layer below brought.
  private void change(RawTar tar, String below) {
    tar.whiteout(below + "/f1").whiteout(below + "/gone");
    remove(below + "/f1");
    remove(below + "/gone");
    tree.keySet().removeIf(path -> path.startsWith(below + "/sub/"));
    var isBefore = random.nextBoolean();
    if (isBefore) {
      tar.opaque(below + "/sub");
    }
    file(tar, below + "/sub/new", bytes(10, true));
    if (!isBefore) {
      tar.opaque(below + "/sub");
    }
    file(tar, below + "/f2", bytes(1000, true));
  }

  private void file(RawTar tar, String name, byte[] content) {
    var mode = MODES[random.nextInt(MODES.length)];
    var owner = random.nextInt(2000);
    var modified = 1_000_000_000L + random.nextInt(100_000_000);
    var header = header('0', name, content.length);
    tar.entry(header.mode(mode).owner(owner, owner).modified(modified), content);
    tree.put(name, FileTree.file(mode, owner, modified, content));
  }

  private void remove(String name) {
    tree.keySet().removeIf(path -> path.equals(name) || path.startsWith(name + "/"));
  }

  private byte[] bytes(int count, boolean isDense) {
    var bytes = new byte[count];
    if (isDense) {
      random.nextBytes(bytes);
      return bytes;
    }
    var line = ("line " + random.nextLong() + "\n").getBytes(ISO_8859_1);
    for (var i = 0; i < count; i++) {
      bytes[i] = line[i % line.length];
    }
    return bytes;
  }
}
