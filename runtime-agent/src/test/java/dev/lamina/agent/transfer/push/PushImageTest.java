package dev.lamina.agent.transfer.push;

import static dev.lamina.agent.transfer.TestLayout.config;
import static dev.lamina.agent.transfer.TestLayout.diffId;
import static dev.lamina.agent.transfer.TestLayout.gzip;
import static dev.lamina.agent.transfer.TestLayout.tar;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.NamePattern;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.Registries;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.registry.Repository.Upload;
import dev.lamina.agent.transfer.DiskSpace;
import dev.lamina.agent.transfer.TestStore;
import dev.lamina.agent.transfer.TransferLimits;
import dev.lamina.agent.transfer.pull.LayerPull;
import dev.lamina.agent.transfer.pull.MemoryRegistry;
import dev.lamina.agent.transfer.pull.PullImage;
import dev.lamina.agent.transfer.pull.PullProgress;
import dev.lamina.agent.transfer.pull.PullRequest;
import dev.lamina.agent.trust.NameRules;
import dev.lamina.agent.trust.TrustPolicy;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushImageTest {
  private static final String SOURCE = "registry.test/team/web:1";

  @TempDir private Path directory;
  private TestStore store;
  private final MemoryRegistry registry = new MemoryRegistry();
  private final MemoryRegistry elsewhere = new MemoryRegistry();
  private Descriptor image;

  @BeforeEach
  void pullAnImage() throws IOException {
    store = new TestStore(directory);
    var layers = new ArrayList<byte[]>();
    for (var file : List.of("a", "b")) {
      layers.add(gzip(tar(file)));
    }
    var diffIds = Stream.of("a", "b").map(file -> diffId(tar(file))).toList();
    var config = OciJson.bytes(config(Platform.host(), diffIds));
    image = registry.image("registry.test/team/web", "1", config, layers);
    pull(registry);
    registry.requests.clear();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void uploadsLayersAndConfigAndThenTheManifest() {
    var pushed = push(elsewhere, "other.test/web:2");

    assertEquals(image, pushed.manifest());
    assertEquals("PUT manifest 2", elsewhere.requests.getLast());
    assertEquals(image, elsewhere.find("other.test/web", "2").orElseThrow());
    assertEquals(4, elsewhere.requests.size());
  }

  @Test
  void pushedBlobsAreTheBytesThatWerePulled() throws IOException {
    push(elsewhere, "other.test/web:2");

    assertTrue(elsewhere.has("other.test/web", Digest.sha256(gzip(tar("a")))));
    assertTrue(elsewhere.has("other.test/web", Digest.sha256(gzip(tar("b")))));
  }

  @Test
  void uploadsNothingThatIsThere() {
    assertEquals(Map.of(layer("a"), Upload.PRESENT, layer("b"), Upload.PRESENT), uploads(null));
    assertEquals(List.of("PUT manifest 1"), registry.requests);
  }

  @Test
  void takesBlobsFromAnotherRepositoryOfTheRegistry() {
    var uploads = uploads("registry.test/team/copy:1");

    assertEquals(Map.of(layer("a"), Upload.MOUNTED, layer("b"), Upload.MOUNTED), uploads);
  }

  @Test
  void aLocalNameReachesNoRegistry() {
    store
        .metadata
        .images()
        .tag(
            Tenant.DEFAULT,
            Reference.parse("localhost/web"),
            store.metadata.images().find(Tenant.DEFAULT, SOURCE).orElseThrow());

    assertRefused(FailureReason.InvalidReference, () -> push(registry, "localhost/web:1"));
  }

  @Test
  void aDestinationWithAnotherDigestIsRefused() {
    var other = "other.test/web@" + Digest.sha256(new byte[0]);

    assertRefused(FailureReason.InvalidArgument, () -> push(elsewhere, other));
  }

  @Test
  void saysWhichBlobIsNotKept() {
    store.content.delete(layer("b"));

    assertRefused(FailureReason.NotFound, () -> push(elsewhere, "other.test/web:2"));
    assertTrue(elsewhere.find("other.test/web", "2").isEmpty());
  }

  @Test
  void thePolicyIsAskedFirst() {
    var deny = new NameRules(List.of(), List.of(new NamePattern("other.test/*")));

    assertRefused(
        FailureReason.TrustDenied,
        () -> pushes(elsewhere, deny).run(request("other.test/web:2"), PushProgress.NONE));
    assertEquals(List.of(), elsewhere.requests);
  }

  @Test
  void anImageThatIsNotWhatWasWantedIsNotPushed() {
    var platform = Platform.parse("linux/riscv64");
    var other = request(platform, null);
    assertRefused(
        FailureReason.ImageNotFound,
        () -> pushes(elsewhere, TrustPolicy.NONE).run(other, PushProgress.NONE));
    var small = request(Platform.host(), 10L);
    assertRefused(
        FailureReason.LimitExceeded,
        () -> pushes(elsewhere, TrustPolicy.NONE).run(small, PushProgress.NONE));
    assertEquals(List.of(), elsewhere.requests);
  }

  private static PushRequest request(Platform platform, @Nullable Long maxLayerBytes) {
    return new PushRequest(
        Tenant.DEFAULT,
        SOURCE,
        Reference.parse("other.test/web:2"),
        RegistryAccess.ANONYMOUS,
        platform,
        maxLayerBytes);
  }

  private Map<Digest, Upload> uploads(@Nullable String destination) {
    var uploads = new ConcurrentHashMap<Digest, Upload>();
    pushes(registry, TrustPolicy.NONE).run(request(destination), uploads::put);
    return uploads;
  }

  private PushedImage push(MemoryRegistry to, String destination) {
    return pushes(to, TrustPolicy.NONE).run(request(destination), PushProgress.NONE);
  }

  private PushImage pushes(Registries to, TrustPolicy trust) {
    return new PushImage(store.metadata, store.content, to, trust);
  }

  private static PushRequest request(@Nullable String destination) {
    return PushRequest.of(
        Tenant.DEFAULT,
        SOURCE,
        destination == null ? null : Reference.parse(destination),
        RegistryAccess.ANONYMOUS);
  }

  private static Digest layer(String file) {
    try {
      return Digest.sha256(gzip(tar(file)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void pull(Registries from) {
    var layers =
        new LayerPull(store.content, store.snapshotter, store::apply, DiskSpace.of(directory), 2);
    new PullImage(
            store.metadata,
            store.content,
            from,
            TrustPolicy.NONE,
            layers,
            TransferLimits.DEFAULT,
            Clock.systemUTC())
        .run(
            PullRequest.of(Tenant.DEFAULT, Reference.parse(SOURCE), RegistryAccess.ANONYMOUS),
            PullProgress.NONE);
  }

  private static void assertRefused(FailureReason reason, Runnable push) {
    assertEquals(reason, assertThrows(AgentException.class, push::run).reason());
  }
}
