package dev.lamina.agent.transfer.pull;

import static dev.lamina.agent.transfer.TestLayout.config;
import static dev.lamina.agent.transfer.TestLayout.diffId;
import static dev.lamina.agent.transfer.TestLayout.gzip;
import static dev.lamina.agent.transfer.TestLayout.tar;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.transfer.DiskSpace;
import dev.lamina.agent.transfer.TestStore;
import dev.lamina.agent.transfer.TransferLimits;
import dev.lamina.agent.trust.TrustPolicy;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One tenant has an image; another one knows its digests, which are no secrets, and has a registry
/// of its own.
class EntitlementTest {
  private static final Tenant OWNER = new Tenant("owner");
  private static final Tenant OTHER = new Tenant("other");
  private static final String REPOSITORY = "registry.test/team/web";
  private static final Reference WEB = Reference.parse(REPOSITORY + ":1");
  private static final String ELSEWHERE = "elsewhere.test/any/name";

  @TempDir private Path directory;
  private TestStore store;
  private final MemoryRegistry registry = new MemoryRegistry();
  private StoredImage owned;

  @BeforeEach
  void theOwnerPulls() throws IOException {
    store = new TestStore(directory);
    var diffIds = List.of(diffId(tar("a")), diffId(tar("b")));
    var config = OciJson.bytes(config(Platform.host(), diffIds));
    registry.image(REPOSITORY, "1", config, List.of(gzip(tar("a")), gzip(tar("b"))));
    owned = pull(OWNER, WEB);
    registry.requests.clear();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private StoredImage pull(Tenant tenant, Reference reference) {
    var layers =
        new LayerPull(store.content, store.snapshotter, store::apply, DiskSpace.of(directory), 3);
    var pulls =
        new PullImage(
            store.metadata,
            store.content,
            registry,
            TrustPolicy.NONE,
            layers,
            TransferLimits.DEFAULT,
            Clock.systemUTC());
    var request = PullRequest.of(tenant, reference, RegistryAccess.ANONYMOUS);
    return pulls.run(request, PullProgress.NONE).image();
  }

  private byte[] document(Digest digest) {
    return store.content.read(digest, OciJson.DOCUMENT_LIMIT);
  }

  /// The manifest of the owned image, in a repository that does not have what it names.
  private Reference nameElsewhere() {
    registry.manifest(ELSEWHERE, "1", MediaTypes.OCI_MANIFEST, document(owned.digest()));
    return Reference.parse(ELSEWHERE + ":1");
  }

  private void assertNotHad(Reference reference) {
    var refused = assertThrows(AgentException.class, () -> pull(OTHER, reference));
    assertEquals(FailureReason.ImageNotFound, refused.reason());
    assertEquals(List.of(), store.metadata.images().list(OTHER));
  }

  private long blobsFetched() {
    return registry.requests.stream()
        .filter(request -> request.startsWith("GET blob") || request.equals("GET config"))
        .count();
  }

  @Test
  void aDigestIsNoKeyToTheConfigOfAnotherTenant() {
    assertNotHad(nameElsewhere());
  }

  @Test
  void aDigestIsNoKeyToTheLayersOfAnotherTenant() {
    var elsewhere = nameElsewhere();
    registry.blob(ELSEWHERE, MediaTypes.OCI_CONFIG, document(owned.imageId()));
    assertNotHad(elsewhere);
  }

  @Test
  void whatIsReallySentIsCheckedAndKeptOnce() throws IOException {
    var elsewhere = nameElsewhere();
    registry.blob(ELSEWHERE, MediaTypes.OCI_CONFIG, document(owned.imageId()));
    registry.blob(ELSEWHERE, MediaTypes.OCI_LAYER_GZIP, gzip(tar("a")));
    registry.blob(ELSEWHERE, MediaTypes.OCI_LAYER_GZIP, gzip(tar("b")));

    assertEquals(owned.chain(), pull(OTHER, elsewhere).chain());

    assertEquals(3, blobsFetched());
    assertEquals(2, store.snapshotter.committed().size());
    assertEquals(List.of(), store.snapshotter.active());
  }

  @Test
  void withinTheRepositoryThatBothMayReadNothingIsFetchedTwice() {
    assertEquals(owned.chain(), pull(OTHER, WEB).chain());
    assertEquals(0, blobsFetched());
  }

  @Test
  void whatATenantHasServesItUnderEveryName() {
    assertEquals(owned.chain(), pull(OWNER, nameElsewhere()).chain());
    assertEquals(0, blobsFetched());
  }
}
