package dev.lamina.agent.transfer.pull;

import static dev.lamina.agent.transfer.TestLayout.config;
import static dev.lamina.agent.transfer.TestLayout.diffId;
import static dev.lamina.agent.transfer.TestLayout.gzip;
import static dev.lamina.agent.transfer.TestLayout.tar;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.BuildCache.CachedLayer;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One tenant has an image; another one knows its digests, which are no secrets, and has a registry
/// of its own.
class EntitlementTest extends PullSetup {
  private static final Tenant OWNER = new Tenant("owner");
  private static final Tenant OTHER = new Tenant("other");
  private static final String ELSEWHERE = "elsewhere.test/any/name";

  private StoredImage owned;

  @BeforeEach
  void theOwnerPulls() throws IOException {
    var diffIds = List.of(diffId(tar("a")), diffId(tar("b")));
    var config = OciJson.bytes(config(Platform.host(), diffIds));
    registry.image(REPOSITORY, "1", config, List.of(gzip(tar("a")), gzip(tar("b"))));
    owned = pull(OWNER, WEB);
    registry.requests.clear();
  }

  private StoredImage pull(Tenant tenant, Reference reference) {
    var request = PullRequest.of(tenant, reference, RegistryAccess.ANONYMOUS);
    return pulls().run(request, PullProgress.NONE).image();
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

  @Test
  void whatAnotherTenantsPullHasLeftIsNotGoneOnWith() throws IOException {
    var bytes = gzip(tar("c"));
    var blob = new Descriptor(MediaTypes.OCI_LAYER_GZIP, Digest.sha256(bytes), bytes.length);
    try (var left = store.content.ingest(LayerTask.key(OWNER, blob), blob.digest())) {
      left.write(bytes);
    }
    var config = OciJson.bytes(config(Platform.host(), List.of(diffId(tar("c")))));
    var elsewhere = registry.blob(ELSEWHERE, MediaTypes.OCI_CONFIG, config);
    var manifest = OciJson.bytes(Manifest.of(elsewhere, List.of(blob)));
    registry.manifest(ELSEWHERE, "1", MediaTypes.OCI_MANIFEST, manifest);

    assertNotHad(Reference.parse(ELSEWHERE + ":1"));
  }

  @Test
  void whatATenantHasBuiltServesItsPulls() {
    var snapshot = owned.chain().getFirst();
    var layer = registry.blob(ELSEWHERE, MediaTypes.OCI_LAYER_GZIP, new byte[1]);
    var cached = new CachedLayer(snapshot, owned.layers().getFirst(), layer, 1, Instant.EPOCH);
    store.metadata.buildCache().put(OTHER, Digest.sha256(new byte[] {1}), cached);

    var entitlement = new Entitlement(store.metadata, OTHER, Reference.parse(ELSEWHERE + ":1"));

    assertTrue(entitlement.covers(snapshot));
    assertTrue(entitlement.covers(layer.digest()));
    assertFalse(entitlement.covers(owned.chain().getLast()));
  }
}
