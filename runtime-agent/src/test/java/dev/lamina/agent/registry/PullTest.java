package dev.lamina.agent.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Index;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.registry.transport.Proxies;
import dev.lamina.agent.registry.transport.RetryPolicy;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PullTest {
  private static final byte[] INDEX = OciJson.bytes(Index.of(List.of()));
  private static final byte[] LAYER = randomBytes(3 << 20);

  private final FaultyRegistry registry = new FaultyRegistry();
  private final List<Duration> pauses = new ArrayList<>();
  private final Repository repository = open(RegistryAccess.ANONYMOUS);
  private final Descriptor layer = registry.blob(MediaTypes.OCI_LAYER, LAYER);

  @AfterEach
  void close() {
    registry.close();
  }

  private static byte[] randomBytes(int count) {
    var bytes = new byte[count];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private Repository open(RegistryAccess access) {
    var config =
        new RegistryConfig(
            List.of(),
            List.of(),
            RegistryLimits.DEFAULT,
            RetryPolicy.DEFAULT,
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            Proxies.NONE,
            CredentialSource.NONE);
    return new RegistryClient(config, Clock.systemUTC(), pauses::add)
        .open(Reference.parse(registry.host() + "/app/web"), access);
  }

  private static FailureReason refused(Runnable call) {
    return assertThrows(AgentException.class, call::run).reason();
  }

  private byte[] read(Descriptor blob, long offset) throws IOException {
    try (var in = repository.openBlob(blob, offset)) {
      return in.readAllBytes();
    }
  }

  @Test
  void resolvesATagByOneHead() {
    var expected = registry.manifest("1", MediaTypes.OCI_INDEX, INDEX);

    assertEquals(expected, repository.resolve("1"));
    assertEquals(List.of("HEAD /v2/app/web/manifests/1"), registry.lines());
  }

  @Test
  void fetchesTheManifestWhereHeadDoesNotSayEnough() {
    var expected = registry.manifest("1", MediaTypes.OCI_INDEX, INDEX);
    registry.fail(1, "HEAD", exchange -> exchange.answer(405, Map.of()));

    assertEquals(expected, repository.resolve("1"));
  }

  @Test
  void fetchesTheBytesOfAManifest() {
    var expected = registry.manifest("1", MediaTypes.OCI_INDEX, INDEX);

    var manifest = repository.fetchManifest(expected.digest().toString());

    assertEquals(expected, manifest.descriptor());
    assertArrayEquals(INDEX, manifest.bytes());
  }

  @Test
  void saysThatThereIsNoSuchImage() {
    assertEquals(FailureReason.ImageNotFound, refused(() -> repository.resolve("none")));
    assertEquals(FailureReason.ImageNotFound, refused(() -> repository.fetchManifest("none")));
    assertFalse(repository.hasBlob(Digest.sha256(INDEX)));
    assertTrue(repository.hasBlob(layer.digest()));
  }

  @Test
  void refusesNamesThatAreNoTagAndNamesThatAreLocal() {
    assertEquals(FailureReason.InvalidReference, refused(() -> repository.resolve("../../x")));
    var local = Reference.parse("localhost/web");
    var client = new RegistryClient(RegistryConfig.DEFAULT);
    assertEquals(
        FailureReason.InvalidReference,
        refused(() -> client.open(local, RegistryAccess.ANONYMOUS)));
    assertEquals(List.of(), registry.lines());
  }

  @Test
  void readsABlobFromAnOffset() throws IOException {
    assertArrayEquals(LAYER, read(layer, 0));
    assertArrayEquals(Arrays.copyOfRange(LAYER, 1000, LAYER.length), read(layer, 1000));
    assertArrayEquals(new byte[0], read(layer, LAYER.length));
  }

  @Test
  void readsAPartOfABlob() throws IOException {
    try (var in = repository.openBlobRange(layer, 10, 20).orElseThrow()) {
      assertArrayEquals(Arrays.copyOfRange(LAYER, 10, 30), in.readAllBytes());
    }
  }

  @Test
  void saysThatTheServerServesNoRanges() throws IOException {
    registry.failAlways("GET .*/blobs/", exchange -> exchange.answer(200, Map.of(), LAYER));

    assertTrue(repository.openBlobRange(layer, 10, 20).isEmpty());
    assertArrayEquals(Arrays.copyOfRange(LAYER, 7, LAYER.length), read(layer, 7));
  }

  @Test
  void usesOneConnectionForEverything() throws IOException {
    registry.manifest("1", MediaTypes.OCI_INDEX, INDEX);
    for (var round = 0; round < 3; round++) {
      repository.resolve("1");
      repository.fetchManifest("1");
      read(layer, 0);
      refused(() -> repository.resolve("none"));
    }

    assertEquals(1, registry.connections());
  }

  @ParameterizedTest
  @ValueSource(strings = {"truncate", "reset", "stall"})
  void resumesABodyThatStops(String fault) throws IOException {
    registry.fail(
        1,
        "GET .*/blobs/",
        exchange -> {
          switch (fault) {
            case "truncate" -> exchange.truncate(200, Map.of(), LAYER, 1_000_000);
            case "reset" -> exchange.reset(200, Map.of(), LAYER, 1_000_000);
            default -> exchange.stall(200, Map.of(), LAYER, 1_000_000);
          }
        });

    assertArrayEquals(LAYER, read(layer, 0));
    assertTrue(registry.requests().getLast().header("Range").isPresent());
  }

  @Test
  void givesUpOnABodyThatNeverGetsFurther() {
    registry.failAlways(
        "GET .*/blobs/",
        exchange -> {
          var range = exchange.header("Range");
          if (range.isEmpty()) {
            exchange.truncate(200, Map.of(), LAYER, 10);
          } else {
            var first = Integer.parseInt(range.get().replaceAll("\\D", ""));
            var content = "bytes %d-%d/%d".formatted(first, LAYER.length - 1, LAYER.length);
            exchange.truncate(206, Map.of("Content-Range", content), LAYER, 1);
          }
        });

    var e = assertThrows(IOException.class, () -> read(layer, 0));
    var cause = assertInstanceOf(AgentException.class, e.getCause());
    assertEquals(FailureReason.RegistryUnavailable, cause.reason());
    assertEquals(6, registry.lines().size());
  }

  @Test
  void refusesABlobOfAnotherLength() throws IOException {
    var shorter = new Descriptor(layer.mediaType(), layer.digest(), LAYER.length - 1L);
    var longer = new Descriptor(layer.mediaType(), layer.digest(), LAYER.length + 1L);

    assertEquals(FailureReason.DigestMismatch, refused(() -> repository.openBlob(shorter, 0)));
    assertEquals(FailureReason.DigestMismatch, refused(() -> repository.openBlob(longer, 5)));
  }

  @Test
  void fetchesASmallBlobOnlyWithItsOwnContent() {
    var config = registry.blob(MediaTypes.OCI_CONFIG, INDEX);
    assertArrayEquals(INDEX, repository.fetchBlob(config));

    registry.failAlways(
        "blobs", exchange -> exchange.answer(200, Map.of(), new byte[INDEX.length]));
    assertEquals(FailureReason.DigestMismatch, refused(() -> repository.fetchBlob(config)));
    var huge = new Descriptor(MediaTypes.OCI_CONFIG, layer.digest(), 5 << 20);
    assertEquals(FailureReason.LimitExceeded, refused(() -> repository.fetchBlob(huge)));
  }

  @Test
  void refusesAManifestWithOtherBytesThanItsDigest() {
    var manifest = registry.manifest("1", MediaTypes.OCI_INDEX, INDEX);
    var other = Map.of("Content-Type", MediaTypes.OCI_INDEX);
    registry.failAlways(
        "GET .*/manifests/",
        exchange -> exchange.answer(200, other, "{}".getBytes(StandardCharsets.UTF_8)));

    assertEquals(
        FailureReason.DigestMismatch,
        refused(() -> repository.fetchManifest(manifest.digest().toString())));
  }

  @ParameterizedTest
  @ValueSource(strings = {MediaTypes.OCI_MANIFEST, "text/html", ""})
  void refusesAManifestThatIsNotWhatItIsServedAs(String mediaType) {
    registry.manifest("1", mediaType, INDEX);

    assertEquals(FailureReason.InvalidImage, refused(() -> repository.fetchManifest("1")));
  }

  @Test
  void refusesAHugeManifestBeforeReadingIt() {
    registry.failAlways(
        "GET .*/manifests/", exchange -> exchange.truncate(200, Map.of(), new byte[5 << 20], 0));

    assertEquals(FailureReason.LimitExceeded, refused(() -> repository.fetchManifest("1")));
  }

  @Test
  void refusesAHeaderWithoutEnd() {
    registry.failAlways("GET", exchange -> exchange.answer(200, Map.of("X", "x".repeat(1 << 20))));

    assertEquals(FailureReason.RegistryUnavailable, refused(() -> repository.fetchManifest("1")));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void asksAgainWhenTheServerIsBusy(int status) {
    var expected = registry.manifest("1", MediaTypes.OCI_INDEX, INDEX);
    registry.fail(2, "HEAD", exchange -> exchange.answer(status, Map.of("Retry-After", "3")));

    assertEquals(expected, repository.resolve("1"));
    assertEquals(List.of(Duration.ofSeconds(3), Duration.ofSeconds(3)), pauses);
  }

  @Test
  void givesUpAfterAFewAttempts() {
    registry.failAlways("HEAD", exchange -> exchange.answer(503, Map.of()));

    assertEquals(FailureReason.RegistryUnavailable, refused(() -> repository.resolve("1")));
    assertEquals(5, registry.lines().size());
    assertEquals(
        List.of(200L, 400L, 800L, 1600L), pauses.stream().map(Duration::toMillis).toList());
  }

  @Test
  void doesNotWaitAsLongAsTheServerLikes() {
    registry.failAlways("HEAD", exchange -> exchange.answer(429, Map.of("Retry-After", "86400")));

    assertEquals(FailureReason.RateLimited, refused(() -> repository.resolve("1")));
    assertEquals(List.of(), pauses);
  }

  @Test
  void showsAnErrorWithoutControlCharacters() {
    var body = "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"\\u001b[2Jgo\\naway\"}]}";
    registry.failAlways(
        "GET", exchange -> exchange.answer(403, Map.of(), body.getBytes(StandardCharsets.UTF_8)));

    var e = assertThrows(AgentException.class, () -> repository.fetchManifest("1"));
    assertEquals(FailureReason.Unauthorized, e.reason());
    assertTrue(e.getMessage().endsWith("status 403 (DENIED:  [2Jgo away)"), e.getMessage());
  }

  @Test
  void listsTagsPageByPage() {
    registry.fail(
        1,
        "tags/list$",
        exchange ->
            exchange.answer(
                200,
                Map.of("Link", "</v2/app/web/tags/list?last=b&n=2>; rel=\"next\""),
                "{\"tags\":[\"a\",\"b\"]}".getBytes(StandardCharsets.UTF_8)));
    registry.fail(
        1,
        "last=b",
        exchange ->
            exchange.answer(200, Map.of(), "{\"tags\":[\"c\"]}".getBytes(StandardCharsets.UTF_8)));

    assertEquals(List.of("a", "b", "c"), repository.tags());
  }

  @Test
  void stopsAnEndlessListOfTags() {
    registry.failAlways(
        "tags/list",
        exchange ->
            exchange.answer(
                200,
                Map.of("Link", "</v2/app/web/tags/list?again>; rel=\"next\""),
                "{\"tags\":[\"a\"]}".getBytes(StandardCharsets.UTF_8)));

    assertEquals(FailureReason.LimitExceeded, refused(repository::tags));
  }
}
