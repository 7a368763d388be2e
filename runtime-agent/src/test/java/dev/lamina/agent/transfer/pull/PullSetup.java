package dev.lamina.agent.transfer.pull;

import static dev.lamina.agent.transfer.TestLayout.config;
import static dev.lamina.agent.transfer.TestLayout.diffId;
import static dev.lamina.agent.transfer.TestLayout.gzip;
import static dev.lamina.agent.transfer.TestLayout.tar;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.diff.LayerApplier;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.Credential;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.transfer.DiskSpace;
import dev.lamina.agent.transfer.TestStore;
import dev.lamina.agent.transfer.TransferLimits;
import dev.lamina.agent.trust.TrustPolicy;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A store without images, and a registry in memory; what the tests of pulls share.
abstract class PullSetup {
  static final String REPOSITORY = "registry.test/team/web";

  static final Reference WEB = Reference.parse(REPOSITORY + ":1");

  static final Platform OTHER = Platform.parse("linux/riscv64");

  static final RegistryAccess LOGGED_IN =
      new RegistryAccess(
          (host, repository) -> Optional.of(new Credential.Basic("u", "p")), false, null);

  static final DiskSpace DISK = new MemoryDisk(1L << 40);

  @TempDir Path directory;

  TestStore store;

  final MemoryRegistry registry = new MemoryRegistry();

  @BeforeEach
  void open() {
    store = new TestStore(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  record MemoryDisk(long free) implements DiskSpace {
    @Override
    public Path place() {
      return Path.of("/disk");
    }

    @Override
    public long total() {
      return 1L << 41;
    }
  }

  PullImage pulls() {
    return pulls(TrustPolicy.NONE, TransferLimits.DEFAULT);
  }

  PullImage pulls(TrustPolicy trust, TransferLimits limits) {
    return pulls(trust, limits, store::apply);
  }

  PullImage pulls(LayerApplier applier) {
    return pulls(TrustPolicy.NONE, TransferLimits.DEFAULT, applier);
  }

  PullImage pulls(TrustPolicy trust, TransferLimits limits, LayerApplier applier) {
    return pulls(trust, limits, new LayerPull(store.content, store.snapshotter, applier, DISK, 3));
  }

  PullImage pulls(LayerPull layers) {
    return pulls(TrustPolicy.NONE, TransferLimits.DEFAULT, layers);
  }

  PullImage pulls(TrustPolicy trust, TransferLimits limits, LayerPull layers) {
    return new PullImage(
        store.metadata, store.content, registry, trust, layers, limits, Clock.systemUTC());
  }

  PulledImage pull(Reference reference) {
    return pulls().run(request(reference), PullProgress.NONE);
  }

  static PullRequest request(Reference reference) {
    return PullRequest.of(Tenant.DEFAULT, reference, RegistryAccess.ANONYMOUS);
  }

  Object found(String name) {
    return store.metadata.images().find(Tenant.DEFAULT, name).orElseThrow();
  }

  List<String> layerRequests() {
    return registry.requests.stream().filter(request -> request.startsWith("GET blob")).toList();
  }

  Descriptor image(String tag, String... files) throws IOException {
    return image(Platform.host(), tag, files);
  }

  Descriptor image(Platform platform, String tag, String... files) throws IOException {
    var layers = new ArrayList<byte[]>();
    for (var file : files) {
      layers.add(gzip(tar(file)));
    }
    var diffIds = Stream.of(files).map(file -> diffId(tar(file))).toList();
    var config = OciJson.bytes(config(platform, diffIds));
    return registry.image(REPOSITORY, tag, config, layers);
  }

  static byte[] configOf(String... files) {
    var diffIds = Stream.of(files).map(file -> diffId(tar(file))).toList();
    return OciJson.bytes(config(Platform.host(), diffIds));
  }

  Descriptor layer(String file) throws IOException {
    return registry.blob(REPOSITORY, MediaTypes.OCI_LAYER_GZIP, gzip(tar(file)));
  }

  void manifest(Manifest manifest) {
    registry.manifest(REPOSITORY, "1", MediaTypes.OCI_MANIFEST, OciJson.bytes(manifest));
  }

  void assertNothingIsLeft() {
    assertEquals(List.of(), store.metadata.images().all());
    assertEquals(List.of(), store.snapshotter.committed());
    assertEquals(List.of(), store.snapshotter.active());
  }

  static void assertRefused(FailureReason reason, Runnable pull) {
    assertEquals(reason, assertThrows(AgentException.class, pull::run).reason());
  }
}
