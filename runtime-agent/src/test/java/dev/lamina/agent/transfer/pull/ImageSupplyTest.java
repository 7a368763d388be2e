package dev.lamina.agent.transfer.pull;

import static dev.lamina.agent.transfer.TestLayout.config;
import static dev.lamina.agent.transfer.TestLayout.diffId;
import static dev.lamina.agent.transfer.TestLayout.gzip;
import static dev.lamina.agent.transfer.TestLayout.tar;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.NamePattern;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.StoredImage;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.transfer.DiskSpace;
import dev.lamina.agent.transfer.TestStore;
import dev.lamina.agent.transfer.TransferLimits;
import dev.lamina.agent.trust.DigestPins;
import dev.lamina.agent.trust.NameRules;
import dev.lamina.agent.trust.TrustPolicy;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageSupplyTest {
  private static final String HUB = "docker.io/library/web";
  private static final Tenant TENANT = new Tenant("team-a");

  @TempDir private Path directory;
  private TestStore store;
  private final MemoryRegistry registry = new MemoryRegistry();
  private TrustPolicy trust = TrustPolicy.NONE;

  @BeforeEach
  void open() {
    store = new TestStore(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aShortNameThatIsMissingComesFromDockerHub() throws Exception {
    var image = image("latest", "a");

    assertEquals(image.digest(), obtain("web", PullPolicy.MISSING).digest());
    assertTrue(store.metadata.images().find(TENANT, HUB + ":latest").isPresent());
  }

  @Test
  void whatIsThereCostsNoRequest() throws Exception {
    image("latest", "a");
    obtain("web", PullPolicy.MISSING);
    registry.requests.clear();

    obtain("web", PullPolicy.MISSING);
    obtain("web", PullPolicy.NEVER);

    assertEquals(List.of(), registry.requests);
  }

  @Test
  void alwaysLooksForANewerOne() throws Exception {
    image("latest", "a");
    obtain("web", PullPolicy.MISSING);
    var newer = image("latest", "b");

    assertEquals(newer.digest(), obtain("web", PullPolicy.ALWAYS).digest());
  }

  @Test
  void theTenantsOwnImageGoesFirstAndIsInNoRegistry() throws Exception {
    image("latest", "a");
    image("own", "b");
    var own = obtain("web:own", PullPolicy.MISSING);
    store.metadata.images().tag(TENANT, Reference.parse("localhost/web:latest"), own);
    registry.requests.clear();

    assertEquals(own.digest(), obtain("web", PullPolicy.ALWAYS).digest());
    assertEquals(own.digest(), obtain(own.imageId().toString(), PullPolicy.ALWAYS).digest());
    assertEquals(List.of(), registry.requests);
  }

  @Test
  void theDigestOfAnIndexIsEnough() throws Exception {
    var image = image("amd", "a");
    var index = registry.index(HUB, "latest", image.withPlatform(Platform.host()));

    var pinned = "web:latest@" + index.digest();
    assertEquals(image.digest(), obtain(pinned, PullPolicy.MISSING).digest());
    assertEquals(image.digest(), obtain(pinned, PullPolicy.MISSING).digest());
  }

  @ParameterizedTest
  @CsvSource({
    "localhost/web:1, MISSING, 'no image ''localhost/web:1'' in the store: names below localhost/'",
    "web:1,           NEVER,   'no image ''web:1'' in the store: its pull policy is Never'",
    "web:1,           MISSING, 'no image ''web:1'' in the store, and it cannot be pulled: '",
    "sha256:0000000000000000000000000000000000000000000000000000000000000000, MISSING, 'no image'",
    "0000000000000000000000000000000000000000000000000000000000000000, MISSING, 'no image'",
  })
  void aMissingImageIsNamedWithTheReason(String image, PullPolicy policy, String message) {
    assertRefused(FailureReason.ImageNotFound, message, image, policy);
  }

  @Test
  void aDeniedNameIsAskedNoBlobOf() throws Exception {
    image("latest", "a");
    trust = new NameRules(List.of(), List.of(new NamePattern(HUB)));

    assertRefused(FailureReason.TrustDenied, "names like '" + HUB, "web", PullPolicy.MISSING);
    assertEquals(List.of("GET manifest"), registry.requests);
  }

  @Test
  void whatIsThereIsNotExemptFromRulesThatCameLater() throws Exception {
    image("latest", "a");
    var present = obtain("web", PullPolicy.MISSING);
    trust = new NameRules(List.of(new NamePattern("quay.io/*")), List.of());
    var message = "only names like [quay.io/*] are allowed";

    assertRefused(FailureReason.TrustDenied, message, "web", PullPolicy.MISSING);
    assertRefused(
        FailureReason.TrustDenied, message, present.imageId().toString(), PullPolicy.NEVER);

    store.metadata.images().tag(TENANT, Reference.parse("quay.io/team/web:1"), present);
    assertEquals(present, obtain(present.imageId().toString(), PullPolicy.NEVER));
  }

  @Test
  void aPinMayBeThatOfTheIndexThatBroughtTheImage() throws Exception {
    var image = image("amd", "a");
    var index = registry.index(HUB, "latest", image.withPlatform(Platform.host()));
    obtain("web", PullPolicy.MISSING);

    trust = pinned(index);
    assertEquals(image.digest(), obtain("web", PullPolicy.NEVER).digest());
    trust = pinned(image("other", "b"));
    assertRefused(FailureReason.TrustDenied, "are pinned to", "web", PullPolicy.NEVER);
  }

  private static DigestPins pinned(Descriptor target) {
    return new DigestPins(
        List.of(new DigestPins.Pin(new NamePattern(HUB), Set.of(target.digest()))));
  }

  private void assertRefused(
      FailureReason reason, String message, String image, PullPolicy policy) {
    var refused = assertThrows(AgentException.class, () -> obtain(image, policy));
    assertEquals(reason, refused.reason(), refused.getMessage());
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  private StoredImage obtain(String image, PullPolicy policy) {
    var layers =
        new LayerPull(store.content, store.snapshotter, store::apply, DiskSpace.of(directory), 2);
    var pulling =
        new PullImage(
            store.metadata,
            store.content,
            registry,
            trust,
            layers,
            TransferLimits.DEFAULT,
            Clock.systemUTC());
    return new ImageSupply(store.metadata.images(), store.content, pulling, trust)
        .obtain(
            ImageNeed.ofRun(TENANT, image, policy, RegistryAccess.ANONYMOUS), PullProgress.NONE);
  }

  private Descriptor image(String tag, String layer) throws IOException {
    var config = config(Platform.host(), List.of(diffId(tar(layer))));
    return registry.image(HUB, tag, OciJson.bytes(config), List.of(gzip(tar(layer))));
  }
}
