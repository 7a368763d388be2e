package dev.lamina.agent.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.registry.Repository.Upload;
import dev.lamina.crds.failure.FailureReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushTest {
  private static final byte[] LAYER = new byte[20_000_000];

  private final FaultyRegistry registry = new FaultyRegistry();
  private final Repository repository =
      new RegistryClient(RegistryConfig.DEFAULT, Clock.systemUTC(), _ -> {})
          .open(Reference.parse(registry.host() + "/app"), RegistryAccess.ANONYMOUS);
  private final Descriptor blob =
      new Descriptor(MediaTypes.OCI_LAYER, Digest.sha256(LAYER), LAYER.length);

  static {
    new Random(1).nextBytes(LAYER);
  }

  @BeforeEach
  void startUploads() {
    registry.failAlways(
        "POST /v2/app/blobs/uploads/",
        exchange -> exchange.answer(202, Map.of("Location", "/upload/1?state=a")));
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private Upload push() {
    return repository.pushBlob(
        blob,
        offset -> new ByteArrayInputStream(LAYER, (int) offset, LAYER.length - (int) offset),
        null);
  }

  @Test
  void sendsAllBytesInOneRequest() {
    registry.failAlways("PUT /upload/1", exchange -> exchange.answer(201, Map.of()));

    assertEquals(Upload.UPLOADED, push());

    var put = registry.requests().getLast();
    assertArrayEquals(LAYER, put.body());
    var digest = blob.digest().toString().replace(":", "%3A");
    assertEquals("PUT /upload/1?state=a&digest=" + digest, put.line());
  }

  @Test
  void sendsChunksWhereABodyIsTooLarge() throws Exception {
    registry.fail(1, "PUT /upload/1", exchange -> exchange.answer(413, Map.of()));
    registry.failAlways(
        "GET /upload/1",
        exchange -> exchange.answer(204, Map.of("Location", "/upload/1", "Range", "0-0")));
    registry.failAlways(
        "PATCH /upload/1",
        exchange -> {
          var last = exchange.header("Content-Range").orElseThrow().replaceFirst(".*-", "");
          exchange.answer(202, Map.of("Location", "/upload/1", "Range", "0-" + last));
        });
    registry.failAlways("PUT /upload/1", exchange -> exchange.answer(201, Map.of()));

    assertEquals(Upload.UPLOADED, push());

    var chunks = new ByteArrayOutputStream();
    for (var exchange : registry.requests()) {
      if (exchange.method().equals("PATCH")) {
        chunks.write(exchange.body());
      }
    }
    assertArrayEquals(LAYER, chunks.toByteArray());
    assertEquals(0, registry.requests().getLast().body().length);
  }

  @Test
  void startsAgainWhereAnUploadIsGone() {
    registry.fail(1, "PUT /upload/1", exchange -> exchange.answer(500, Map.of()));
    registry.failAlways("PUT /upload/1", exchange -> exchange.answer(201, Map.of()));
    registry.failAlways(
        "PATCH /upload/1", exchange -> exchange.answer(202, Map.of("Location", "/upload/1")));

    assertEquals(Upload.UPLOADED, push());
    assertEquals(2, registry.lines().stream().filter(line -> line.startsWith("POST")).count());
  }

  @Test
  void givesNoBytesToAnAddressOfAnotherKind() {
    var other = new FaultyRegistry();
    try (other) {
      registry.close();
      other.failAlways(
          "POST", exchange -> exchange.answer(202, Map.of("Location", "file:///etc/passwd")));
      var target =
          new RegistryClient(RegistryConfig.DEFAULT)
              .open(Reference.parse(other.host() + "/app"), RegistryAccess.ANONYMOUS);
      var e =
          assertThrows(
              AgentException.class,
              () -> target.pushBlob(blob, _ -> new ByteArrayInputStream(LAYER), null));
      assertEquals(FailureReason.Unauthorized, e.reason());
    }
  }

  @Test
  void refusesAHugeManifest() {
    var e =
        assertThrows(
            AgentException.class,
            () -> repository.pushManifest("1", MediaTypes.OCI_MANIFEST, new byte[5 << 20]));
    assertEquals(FailureReason.LimitExceeded, e.reason());
    assertEquals(List.of(), registry.lines());
  }
}
