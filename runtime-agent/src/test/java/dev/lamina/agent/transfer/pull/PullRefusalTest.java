package dev.lamina.agent.transfer.pull;

import static dev.lamina.agent.transfer.TestLayout.config;
import static dev.lamina.agent.transfer.TestLayout.diffId;
import static dev.lamina.agent.transfer.TestLayout.gzip;
import static dev.lamina.agent.transfer.TestLayout.tar;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.transfer.TransferLimits;
import dev.lamina.agent.trust.TrustPolicy;
import dev.lamina.crds.failure.FailureReason;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a pull does not take, before or after it has looked at the bytes.
class PullRefusalTest extends PullSetup {
  @Test
  void refusesAnImageForOthersIfAPlatformWasAskedFor() throws Exception {
    image("1", "a");
    var request = new PullRequest(Tenant.DEFAULT, WEB, OTHER, RegistryAccess.ANONYMOUS, null, null);

    assertRefused(FailureReason.ImageNotFound, () -> pulls().run(request, PullProgress.NONE));
  }

  @Test
  void refusesALayerWithOtherBytes() throws Exception {
    image("1", "a");
    registry.wire = MemoryRegistry.changing(Digest.sha256(gzip(tar("a"))), gzip(tar("x")));

    assertRefused(FailureReason.DigestMismatch, () -> pull(WEB));
    assertNothingIsLeft();
  }

  @Test
  void refusesALayerThatTheConfigDoesNotMean() throws Exception {
    var config = OciJson.bytes(config(Platform.host(), List.of(diffId(tar("other")))));
    registry.image(REPOSITORY, "1", config, List.of(gzip(tar("a"))));

    assertRefused(FailureReason.DigestMismatch, () -> pull(WEB));
    assertNothingIsLeft();
  }

  @Test
  void refusesAConfigForMoreLayersThanThereAre() throws Exception {
    var ids = List.of(diffId(tar("a")), diffId(tar("b")));
    var config = OciJson.bytes(config(Platform.host(), ids));
    registry.image(REPOSITORY, "1", config, List.of(gzip(tar("a"))));

    assertRefused(FailureReason.InvalidImage, () -> pull(WEB));
  }

  @Test
  void refusesAConfigOfAnotherSize() throws Exception {
    var config = registry.blob(REPOSITORY, MediaTypes.OCI_CONFIG, configOf("a"));
    var lying = new Descriptor(config.mediaType(), config.digest(), config.size() + 1);
    manifest(Manifest.of(lying, List.of(layer("a"))));

    assertRefused(FailureReason.DigestMismatch, () -> pull(WEB));
  }

  @Test
  void refusesWhatIsNoContainerImage() throws Exception {
    var chart = registry.blob(REPOSITORY, "application/vnd.cncf.helm.config.v1+json", configOf());
    manifest(Manifest.of(chart, List.of()));

    assertRefused(FailureReason.InvalidImage, () -> pull(WEB));
  }

  @Test
  void refusesAnEncryptedLayer() throws Exception {
    var config = registry.blob(REPOSITORY, MediaTypes.OCI_CONFIG, configOf("a"));
    var type = MediaTypes.OCI_LAYER_GZIP + "+encrypted";
    manifest(Manifest.of(config, List.of(registry.blob(REPOSITORY, type, gzip(tar("a"))))));

    assertRefused(FailureReason.InvalidImage, () -> pull(WEB));
  }

  @Test
  void refusesIndexesThatNestWithoutEnd() throws Exception {
    var nested = image("image", "a");
    for (var depth = 0; depth < 5; depth++) {
      nested = registry.index(REPOSITORY, "1", nested);
    }

    assertRefused(FailureReason.LimitExceeded, () -> pull(WEB));
  }

  @Test
  void refusesAWideIndex() throws Exception {
    var images = Collections.nCopies(1001, image("image", "a"));
    registry.index(REPOSITORY, "1", images.toArray(new Descriptor[0]));

    assertRefused(FailureReason.LimitExceeded, () -> pull(WEB));
  }

  @Test
  void refusesALayerBeyondTheLimitBeforeItIsFetched() throws Exception {
    image("1", "a");
    var request = new PullRequest(Tenant.DEFAULT, WEB, null, RegistryAccess.ANONYMOUS, 10L, null);

    assertRefused(FailureReason.LimitExceeded, () -> pulls().run(request, PullProgress.NONE));
    assertEquals(List.of(), layerRequests());
  }

  @Test
  void refusesAnImageBeyondTheLimitBeforeItIsFetched() throws Exception {
    image("1", "a");
    var limits = TransferLimits.DEFAULT.withImageBytes(10);

    assertRefused(
        FailureReason.LimitExceeded,
        () -> pulls(TrustPolicy.NONE, limits).run(request(WEB), PullProgress.NONE));
    assertEquals(List.of(), layerRequests());
  }

  /// Many layers below their own limit are not fetched to the last one to find out.
  @Test
  void refusesAnImageThatUnpacksToMoreThanTheLimitAsSoonAsItDoes() throws Exception {
    image("1", "a", "b", "c", "d");
    var limits = TransferLimits.DEFAULT.withImageBytes(tar("a").length * 3L / 2);
    var oneByOne = new LayerPull(store.content, store.snapshotter, store::apply, DISK, 1);

    assertRefused(
        FailureReason.LimitExceeded,
        () -> pulls(TrustPolicy.NONE, limits, oneByOne).run(request(WEB), PullProgress.NONE));

    assertEquals(2, layerRequests().size());
    assertNothingIsLeft();
  }

  @Test
  void asksForSpaceBeforeBytesMove() throws Exception {
    image("1", "a");
    var layers =
        new LayerPull(store.content, store.snapshotter, store::apply, new MemoryDisk(10), 3);

    assertRefused(FailureReason.NoSpace, () -> pulls(layers).run(request(WEB), PullProgress.NONE));
    assertEquals(List.of(), layerRequests());
  }

  @Test
  void leavesTheSpaceThatThePullAsksToLeave() throws Exception {
    image("1", "a");
    var layers =
        new LayerPull(store.content, store.snapshotter, store::apply, new MemoryDisk(1 << 27), 3);
    var request =
        new PullRequest(Tenant.DEFAULT, WEB, null, RegistryAccess.ANONYMOUS, null, 1L << 27);

    assertRefused(FailureReason.NoSpace, () -> pulls(layers).run(request, PullProgress.NONE));
    pulls(layers).run(request(WEB), PullProgress.NONE);
  }
}
