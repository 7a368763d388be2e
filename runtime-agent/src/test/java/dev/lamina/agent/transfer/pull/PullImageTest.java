package dev.lamina.agent.transfer.pull;

import static dev.lamina.agent.transfer.TestLayout.config;
import static dev.lamina.agent.transfer.TestLayout.diffId;
import static dev.lamina.agent.transfer.TestLayout.gzip;
import static dev.lamina.agent.transfer.TestLayout.tar;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.diff.ApplyOptions;
import dev.lamina.agent.diff.LayerApplier;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.NamePattern;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.Credential;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.snapshot.ActiveSnapshot;
import dev.lamina.agent.transfer.DiskSpace;
import dev.lamina.agent.transfer.TestStore;
import dev.lamina.agent.transfer.TransferLimits;
import dev.lamina.agent.transfer.pull.PullProgress.State;
import dev.lamina.agent.trust.NameRules;
import dev.lamina.agent.trust.TrustPolicy;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PullImageTest {
  private static final String REPOSITORY = "registry.test/team/web";
  private static final Reference WEB = Reference.parse(REPOSITORY + ":1");
  private static final Platform OTHER = Platform.parse("linux/riscv64");
  private static final RegistryAccess LOGGED_IN =
      new RegistryAccess(
          (host, repository) -> Optional.of(new Credential.Basic("u", "p")), false, null);

  private static final DiskSpace DISK = new MemoryDisk(1L << 40);

  @TempDir private Path directory;
  private TestStore store;
  private final MemoryRegistry registry = new MemoryRegistry();

  @BeforeEach
  void open() {
    store = new TestStore(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

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
  void refusesAnImageForOthersIfAPlatformWasAskedFor() throws Exception {
    image("1", "a");
    var request = new PullRequest(Tenant.DEFAULT, WEB, OTHER, RegistryAccess.ANONYMOUS, null, null);

    assertRefused(FailureReason.ImageNotFound, () -> pulls().run(request, PullProgress.NONE));
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
    var layer = Digest.sha256(gzip(tar("a")));
    try (var ingest = store.content.ingest("pull-" + layer, layer)) {
      ingest.write(new byte[30], 0, 30);
    }

    assertEquals(1, pull(WEB).image().layers().size());
    assertEquals(List.of("GET blob " + layer + " from 30", "GET blob " + layer), layerRequests());
  }

  @Test
  void pullsOfImagesThatShareLayersFetchThemOnce() throws Exception {
    image("1", "a", "b", "c");
    image("2", "a", "b", "d");
    var pulls = pulls();

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = executor.submit(() -> pulls.run(request(WEB), PullProgress.NONE));
      var second = executor.submit(() -> pulls.run(request(WEB.withTag("2")), PullProgress.NONE));
      first.get();
      second.get();
    }

    assertEquals(4, layerRequests().size());
    assertEquals(4, store.snapshotter.committed().size());
  }

  @Test
  void aLayerThatNeedsThoseBelowWaitsForThem() throws Exception {
    image("1", "a", "b", "c");
    var written = new ConcurrentSkipListSet<Integer>();
    var seen = new ConcurrentHashMap<Integer, Integer>();
    LayerApplier waiting =
        (layer, target, options) -> {
          var below = Objects.requireNonNull(options.below()).get().size();
          seen.put(below, written.size());
          written.add(below);
          return store.apply(layer, target, options);
        };

    pulls(waiting).run(request(WEB), PullProgress.NONE);

    assertEquals(Map.of(0, 0, 1, 1, 2, 2), seen);
  }

  @Test
  void anInterruptEndsThePullAndLeavesNothing() throws Exception {
    image("1", "a", "b");
    var isFetching = new CountDownLatch(2);
    registry.wire = (blob, in) -> new Endless(isFetching);
    var failure = new CompletableFuture<FailureReason>();
    var pull = Thread.ofPlatform().start(() -> pull(failure));
    isFetching.await();

    pull.interrupt();
    pull.join();

    assertEquals(FailureReason.Cancelled, failure.get());
    assertNothingIsLeft();
  }

  /// A registry may send a byte for ever and never as many as somebody waits for.
  @Test
  @Timeout(60)
  void anInterruptEndsThePullOfALayerThatTrickles() throws Exception {
    image("1", "a");
    var isFetching = new CountDownLatch(3);
    registry.wire = (blob, in) -> new Trickling(isFetching);
    var failure = new CompletableFuture<FailureReason>();
    var pull = Thread.ofPlatform().start(() -> pull(failure));
    isFetching.await();

    pull.interrupt();

    assertEquals(FailureReason.Cancelled, failure.get());
    assertNothingIsLeft();
  }

  /// What an interrupted pull did not take it does not give back.
  @Test
  void interruptsDoNotRaiseTheNumberOfLayersAtOnce() throws Exception {
    image("1", "a", "b", "c", "d");
    var atOnce = new LayersAtOnce();
    var layers = new LayerPull(store.content, store.snapshotter, atOnce, DISK, 1);
    Thread.currentThread().interrupt();
    assertRefused(
        FailureReason.Cancelled, () -> pulls(layers).run(request(WEB), PullProgress.NONE));
    assertTrue(Thread.interrupted());

    pulls(layers).run(request(WEB), PullProgress.NONE);

    assertEquals(1, atOnce.most.get());
  }

  @Test
  void aLayerThatFailsStopsTheOthers() throws Exception {
    image("1", "a", "b");
    var isFetching = new CountDownLatch(1);
    var broken = Digest.sha256(gzip(tar("b")));
    registry.wire =
        (blob, in) -> blob.equals(broken) ? new FailingAfter(isFetching) : new Endless(isFetching);

    assertRefused(FailureReason.RegistryUnavailable, () -> pull(WEB));
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

  private record MemoryDisk(long free) implements DiskSpace {
    @Override
    public Path place() {
      return Path.of("/disk");
    }

    @Override
    public long total() {
      return 1L << 41;
    }
  }

  private PullImage pulls() {
    return pulls(TrustPolicy.NONE, TransferLimits.DEFAULT);
  }

  private PullImage pulls(TrustPolicy trust, TransferLimits limits) {
    return pulls(trust, limits, store::apply);
  }

  private PullImage pulls(LayerApplier applier) {
    return pulls(TrustPolicy.NONE, TransferLimits.DEFAULT, applier);
  }

  private PullImage pulls(TrustPolicy trust, TransferLimits limits, LayerApplier applier) {
    return pulls(trust, limits, new LayerPull(store.content, store.snapshotter, applier, DISK, 3));
  }

  private PullImage pulls(LayerPull layers) {
    return pulls(TrustPolicy.NONE, TransferLimits.DEFAULT, layers);
  }

  private PullImage pulls(TrustPolicy trust, TransferLimits limits, LayerPull layers) {
    return new PullImage(
        store.metadata, store.content, registry, trust, layers, limits, Clock.systemUTC());
  }

  private PulledImage pull(Reference reference) {
    return pulls().run(request(reference), PullProgress.NONE);
  }

  private void pull(CompletableFuture<FailureReason> failure) {
    try {
      pull(WEB);
    } catch (AgentException e) {
      failure.complete(e.reason());
    }
  }

  private static PullRequest request(Reference reference) {
    return PullRequest.of(Tenant.DEFAULT, reference, RegistryAccess.ANONYMOUS);
  }

  private Object found(String name) {
    return store.metadata.images().find(Tenant.DEFAULT, name).orElseThrow();
  }

  private List<String> layerRequests() {
    return registry.requests.stream().filter(request -> request.startsWith("GET blob")).toList();
  }

  private Descriptor image(String tag, String... files) throws IOException {
    return image(Platform.host(), tag, files);
  }

  private Descriptor image(Platform platform, String tag, String... files) throws IOException {
    var layers = new ArrayList<byte[]>();
    for (var file : files) {
      layers.add(gzip(tar(file)));
    }
    var diffIds = Stream.of(files).map(file -> diffId(tar(file))).toList();
    var config = OciJson.bytes(config(platform, diffIds));
    return registry.image(REPOSITORY, tag, config, layers);
  }

  private static byte[] configOf(String... files) {
    var diffIds = Stream.of(files).map(file -> diffId(tar(file))).toList();
    return OciJson.bytes(config(Platform.host(), diffIds));
  }

  private Descriptor layer(String file) throws IOException {
    return registry.blob(REPOSITORY, MediaTypes.OCI_LAYER_GZIP, gzip(tar(file)));
  }

  private void manifest(Manifest manifest) {
    registry.manifest(REPOSITORY, "1", MediaTypes.OCI_MANIFEST, OciJson.bytes(manifest));
  }

  private void assertNothingIsLeft() {
    assertEquals(List.of(), store.metadata.images().all());
    assertEquals(List.of(), store.snapshotter.committed());
    assertEquals(List.of(), store.snapshotter.active());
  }

  private static void assertRefused(FailureReason reason, Runnable pull) {
    assertEquals(reason, assertThrows(AgentException.class, pull::run).reason());
  }

  /// Gives nothing until its reader is interrupted.
  private static class Endless extends InputStream {
    private final CountDownLatch isRead;

    Endless(CountDownLatch isRead) {
      this.isRead = isRead;
    }

    @Override
    public int read() throws IOException {
      isRead.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new IOException(new AgentException(FailureReason.Cancelled, "interrupted"));
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return read();
    }
  }

  /// Gives a byte now and then.
  private static final class Trickling extends InputStream {
    private final CountDownLatch isRead;

    Trickling(CountDownLatch isRead) {
      this.isRead = isRead;
    }

    @Override
    public int read() {
      isRead.countDown();
      var next = System.nanoTime() + 1_000_000;
      while (System.nanoTime() < next) {
        Thread.onSpinWait(); // as deaf to interrupts as a socket
      }
      return 0;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      bytes[offset] = (byte) read();
      return 1;
    }
  }

  /// Counts the layers that are unpacked at the same time.
  private final class LayersAtOnce implements LayerApplier {
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Override
    public AppliedLayer apply(InputStream layer, ActiveSnapshot target, ApplyOptions options) {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      LockSupport.parkNanos(20_000_000);
      now.decrementAndGet();
      return store.apply(layer, target, options);
    }
  }

  /// Fails as soon as another stream is read.
  private static final class FailingAfter extends InputStream {
    private final CountDownLatch other;

    FailingAfter(CountDownLatch other) {
      this.other = other;
    }

    @Override
    public int read() throws IOException {
      try {
        other.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new IOException(new AgentException(FailureReason.RegistryUnavailable, "reset"));
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return read();
    }
  }
}
