package dev.lamina.agent.transfer.pull;

import static dev.lamina.agent.transfer.TestLayout.config;
import static dev.lamina.agent.transfer.TestLayout.diffId;
import static dev.lamina.agent.transfer.TestLayout.gzip;
import static dev.lamina.agent.transfer.TestLayout.tar;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.NamePattern;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.transfer.TransferLimits;
import dev.lamina.agent.transfer.pull.PullProgress.State;
import dev.lamina.agent.trust.NameRules;
import dev.lamina.crds.failure.FailureReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PullImageTest extends PullSetup {
  @Test
  void pullsAnImageOfSeveralLayers() throws Exception {
    var image = image("1", "a", "b");

    var pulled = pull(WEB);

    assertTrue(pulled.isNew());
    assertEquals(image.digest(), pulled.digest());
    assertEquals(List.of(diffId(tar("a")), diffId(tar("b"))), pulled.image().layers());
    assertEquals(pulled.image(), found(WEB.toString()));
    pulled.image().blobs().forEach(blob -> assertTrue(store.content.stat(blob).isPresent()));
    var chain = pulled.image().chain();
    assertEquals(chain.getFirst(), store.snapshotter.find(chain.getLast()).orElseThrow().parent());
  }

  @Test
  void anImageThatIsThereCostsOneHead() throws Exception {
    image("1", "a", "b");
    var first = pull(WEB);
    registry.requests.clear();

    var again = pull(WEB);

    assertFalse(again.isNew());
    assertEquals(first.image(), again.image());
    assertEquals(List.of("HEAD manifest"), registry.requests);
  }

  @Test
  void anImageOfAnIndexThatIsThereCostsOneHead() throws Exception {
    var image = image("amd", "a");
    var index = registry.index(REPOSITORY, "1", image.withPlatform(Platform.host()));
    pull(WEB);
    registry.requests.clear();

    var again = pull(WEB);

    assertEquals(index.digest(), again.digest());
    assertEquals(image.digest(), again.image().digest());
    assertEquals(List.of("HEAD manifest"), registry.requests);
  }

  @Test
  void tellsWhatTheReferenceStandsForBeforeTheLayers() throws Exception {
    var image = image("amd", "a");
    var index = registry.index(REPOSITORY, "1", image.withPlatform(Platform.host()));
    var heard = new ArrayList<Digest>();

    pulls()
        .run(
            request(WEB),
            new PullProgress() {
              @Override
              public void resolved(Digest target) {
                heard.add(target);
              }

              @Override
              public void planned(Digest manifest, List<Descriptor> layers) {
                heard.add(manifest);
              }

              @Override
              public void layer(LayerProgress progress) {}
            });

    assertEquals(List.of(index.digest(), image.digest()), heard);
  }

  @Test
  void aMovedTagFetchesOnlyWhatIsNew() throws Exception {
    image("1", "a", "b");
    pull(WEB);
    image("1", "a", "c");
    registry.requests.clear();

    var pulled = pull(WEB);

    assertTrue(pulled.isNew());
    assertEquals(pulled.image(), found(WEB.toString()));
    assertEquals(List.of("GET blob " + Digest.sha256(gzip(tar("c")))), layerRequests());
  }

  @Test
  void aLayerUnderAnotherCompressionIsUsedAsItIs() throws Exception {
    image("1", "a");
    pull(WEB);
    var config = OciJson.bytes(config(Platform.host(), List.of(diffId(tar("a")))));
    registry.image(REPOSITORY, "plain", config, List.of(tar("a")));
    registry.requests.clear();

    pull(WEB.withTag("plain"));

    assertEquals(List.of(), layerRequests());
  }

  @Test
  void aLayerThatOccursTwiceIsOneBlob() throws Exception {
    image("1", "a", "a");

    var pulled = pull(WEB);

    assertEquals(2, pulled.image().layers().size());
    assertEquals(2, store.snapshotter.committed().size());
  }

  @Test
  void anImageWithoutLayersIsOne() throws Exception {
    image("1");

    assertEquals(List.of(), pull(WEB).image().layers());
  }

  @Test
  void choosesTheImageOfThePlatform() throws Exception {
    var ours = image("ours", "a");
    var theirs = image(OTHER, "theirs", "b");
    registry.index(REPOSITORY, "1", theirs.withPlatform(OTHER), ours.withPlatform(Platform.host()));

    assertEquals(ours.digest(), pull(WEB).image().digest());
    var request = new PullRequest(Tenant.DEFAULT, WEB, OTHER, RegistryAccess.ANONYMOUS, null, null);
    assertEquals(theirs.digest(), pulls().run(request, PullProgress.NONE).image().digest());
  }

  @Test
  void byDigestTheImageIsFoundByIt() throws Exception {
    var index = registry.index(REPOSITORY, "1", image("amd", "a").withPlatform(Platform.host()));
    var byDigest = Reference.parse(REPOSITORY + "@" + index.digest());

    var pulled = pull(byDigest);

    assertEquals(pulled.image(), found(byDigest.toString()));
  }

  @Test
  void byTagAndDigestTheTagIsGivenToTheDigest() throws Exception {
    var old = image("1", "a");
    image("1", "b");

    var pulled = pull(WEB.withDigest(old.digest()));

    assertEquals(old.digest(), pulled.image().digest());
    assertEquals(pulled.image(), found(WEB.toString()));
  }

  @Test
  void namesBelongToTheTenant() throws Exception {
    image("1", "a");
    var other = new Tenant("other");
    pull(WEB);

    pulls().run(PullRequest.of(other, WEB, RegistryAccess.ANONYMOUS), PullProgress.NONE);
    store.metadata.images().untag(Tenant.DEFAULT, WEB);

    assertTrue(store.metadata.images().find(other, WEB.toString()).isPresent());
  }

  @Test
  void anotherTenantNeedsCredentialsOfItsOwn() throws Exception {
    image("1", "a");
    registry.requireAccess(LOGGED_IN);
    pulls().run(PullRequest.of(Tenant.DEFAULT, WEB, LOGGED_IN), PullProgress.NONE);
    var other = new Tenant("other");

    assertRefused(
        FailureReason.Unauthorized,
        () -> pulls().run(PullRequest.of(other, WEB, RegistryAccess.ANONYMOUS), PullProgress.NONE));
    assertTrue(store.metadata.images().list(other).isEmpty());
  }

  @Test
  void aLocalNameReachesNoRegistry() {
    assertRefused(FailureReason.InvalidReference, () -> pull(Reference.parse("localhost/web")));
    assertEquals(List.of(), registry.requests);
  }

  @Test
  void thePolicyIsAskedBeforeAnyBlobIsFetched() throws Exception {
    image("1", "a");
    var deny = new NameRules(List.of(), List.of(new NamePattern("registry.test/*")));

    assertRefused(
        FailureReason.TrustDenied,
        () -> pulls(deny, TransferLimits.DEFAULT).run(request(WEB), PullProgress.NONE));

    assertEquals(List.of("GET manifest"), registry.requests);
    assertEquals(List.of(), store.content.list());
  }

  @Test
  void goesOnWhereAnEarlierPullWasCutOff() throws Exception {
    image("1", "a");
    var layer = Digest.sha256(gzip(tar("a")));
    registry.wire = MemoryRegistry.cuttingOff(layer, 20);
    assertRefused(FailureReason.RegistryUnavailable, () -> pull(WEB));
    registry.wire = (blob, in) -> in;
    registry.requests.clear();

    pull(WEB);

    assertEquals(List.of("GET blob " + layer + " from 20"), layerRequests());
  }

  @Test
  void whatIsLeftOfADocumentIsWrittenAgain() throws Exception {
    image("1", "a");
    var config = configOf("a");
    try (var killed =
        store.content.ingest("pull-" + Digest.sha256(config), Digest.sha256(config))) {
      killed.write(config);
    }

    assertTrue(pull(WEB).isNew());
  }

  @Test
  void whatIsLeftOfAnEarlierPullMayBeDamaged() throws Exception {
    image("1", "a");
    var blob = layer("a");
    var layer = blob.digest();
    try (var ingest = store.content.ingest(LayerTask.key(Tenant.DEFAULT, blob), layer)) {
      ingest.write(new byte[30], 0, 30);
    }

    assertEquals(1, pull(WEB).image().layers().size());
    assertEquals(List.of("GET blob " + layer + " from 30", "GET blob " + layer), layerRequests());
  }

  @Test
  void reportsEveryLayer() throws Exception {
    image("old", "a");
    pull(WEB.withTag("old"));
    image("1", "a", "b");
    var states = Collections.synchronizedList(new ArrayList<State>());

    pulls().run(request(WEB), progress -> states.add(progress.state()));

    assertEquals(State.PRESENT, states.getFirst());
    assertEquals(State.PULLED, states.getLast());
    assertTrue(states.contains(State.PULLING));
  }
}
