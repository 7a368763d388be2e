package dev.lamina.agent.gc.fsck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.agent.archive.ArchiveLimits;
import dev.lamina.agent.content.FileContentStore;
import dev.lamina.agent.diff.TarLayerApplier;
import dev.lamina.agent.diff.TarLayerWriter;
import dev.lamina.agent.gc.GarbageCollection;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.ExecutionConfig;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.MetadataStore;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.snapshot.OverlaySnapshotter;
import dev.lamina.agent.transfer.ImageUnpacker;
import dev.lamina.agent.transfer.RootfsImport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A store on the disk with one image of two layers that GNU tar wrote.
final class FsckStore implements AutoCloseable {
  static final Reference NAME = Reference.parse("docker.io/library/app:1");

  private static final String LOWER =
      """
      mkdir -p etc bin dir/below gone
      echo root > etc/passwd; chown 3:4 etc/passwd
      echo program > bin/su; chmod 4755 bin/su
      head -c 300000 /dev/zero | tr '\\0' x > dir/data
      echo two > dir/below/two; ln dir/below/two dir/below/other
      ln -s passwd etc/link; mkfifo dir/pipe; mknod dir/null c 1 3
      echo gone > gone/file
      setfattr -n user.note -v one etc/passwd
      """;
  private static final String UPPER =
      """
      mkdir -p etc dir/below; touch etc/.wh.link dir/below/.wh..wh..opq; echo new > dir/below/new
      """;

  final MetadataStore metadata;
  final FileContentStore content;
  final OverlaySnapshotter snapshotter;
  private final Path directory;
  private final Clock clock = Clock.systemUTC();

  FsckStore(Path directory) {
    this.directory = directory;
    metadata = MetadataStore.open(directory.resolve("metadata"), directory, clock);
    content = new FileContentStore(directory.resolve("content"), clock);
    snapshotter = new OverlaySnapshotter(directory.resolve("snapshots"), clock);
  }

  /// What a check finds.
  record Checked(List<Finding> findings, Fsck.Report report) {
    List<Finding> damaged() {
      return findings.stream()
          .filter(finding -> finding.outcome() == Finding.Outcome.damaged)
          .toList();
    }
  }

  Checked fsck(boolean isRepair) {
    var findings = new ArrayList<Finding>();
    var collection = new GarbageCollection(metadata, content, snapshotter);
    var parts =
        new Fsck.Parts(
            metadata, content, snapshotter, applier(), new TarLayerWriter(content), collection);
    return new Checked(findings, new Fsck(parts).run(isRepair, findings::add));
  }

  /// Brings the image in, as a pull does.
  StoredImage bringIn() throws Exception {
    var layers = new ArrayList<Descriptor>();
    var diffIds = new ArrayList<DiffId>();
    try (var lease = metadata.leases().acquire("test")) {
      for (var script : List.of(LOWER, UPPER)) {
        var tar = tar(script);
        diffIds.add(new DiffId(Digest.sha256(Files.readAllBytes(tar))));
        command("gzip -nk " + tar);
        layers.add(put(MediaTypes.OCI_LAYER_GZIP, Files.readAllBytes(Path.of(tar + ".gz"))));
        command("rm -rf " + tar.getParent());
      }
      var config = config(diffIds);
      var manifest = Manifest.of(put(MediaTypes.OCI_CONFIG, OciJson.bytes(config)), layers);
      var descriptor = put(MediaTypes.OCI_MANIFEST, OciJson.bytes(manifest));
      var unpacker = new ImageUnpacker(content, snapshotter, applier());
      var bytes = unpacker.unpack(manifest, config, lease);
      var image = StoredImage.of(descriptor, manifest, config, bytes, clock.instant());
      metadata.images().tag(Tenant.DEFAULT, NAME, image);
      return image;
    }
  }

  /// Brings an image in whose layer is written here.
  StoredImage importRootfs() throws Exception {
    var tar = tar(LOWER);
    var imported =
        new RootfsImport(
                metadata, content, snapshotter, applier(), new TarLayerWriter(content), clock)
            .run(Tenant.DEFAULT, tar, "made");
    command("rm -rf " + tar.getParent());
    return imported.image();
  }

  /// The directory of the lower or the upper layer.
  Path layer(StoredImage image, int number) {
    return snapshotter.layerDirectory(image.chain().get(number));
  }

  Path blob(Digest digest) {
    return directory.resolve("content/blobs/sha256").resolve(digest.hex());
  }

  Path snapshot(ChainId name) {
    return directory.resolve("snapshots/committed").resolve(name.digest().hex());
  }

  Path database() {
    return directory.resolve("metadata/metadata.db");
  }

  static void command(String script) throws Exception {
    var process = new ProcessBuilder("sh", "-ec", script).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }

  private Path tar(String script) throws Exception {
    var root = Files.createDirectories(directory.resolve("tar/root"));
    command("cd %s; %s".formatted(root, script));
    var tar = root.resolveSibling("layer.tar");
    command(
        "tar --xattrs --xattrs-include='user.*' --numeric-owner -cf " + tar + " -C " + root + " .");
    return tar;
  }

  private Descriptor put(String mediaType, byte[] bytes) {
    var blob = content.put(bytes);
    return new Descriptor(mediaType, blob.digest(), blob.size());
  }

  private TarLayerApplier applier() {
    return new TarLayerApplier(snapshotter, ArchiveLimits.DEFAULT);
  }

  private static ImageConfig config(List<DiffId> diffIds) {
    var platform = Platform.host();
    return new ImageConfig(
        Instant.EPOCH,
        null,
        platform.architecture(),
        platform.os(),
        null,
        null,
        ExecutionConfig.EMPTY,
        ImageConfig.RootFs.of(diffIds),
        List.of());
  }

  @Override
  public void close() {
    metadata.close();
  }
}
