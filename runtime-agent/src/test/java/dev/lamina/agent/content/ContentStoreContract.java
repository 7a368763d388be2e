package dev.lamina.agent.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// What every [ContentStore] does.
abstract class ContentStoreContract {
  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final byte[] BYTES = "hello, layer".getBytes(UTF_8);
  static final Digest DIGEST = Digest.sha256(BYTES);

  abstract ContentStore store();

  @Test
  void findsWhatWasCommitted() throws IOException {
    var committed = store("a", DIGEST, BYTES);

    assertEquals(new BlobStat(DIGEST, BYTES.length, NOW), committed);
    assertEquals(committed, store().stat(DIGEST).orElseThrow());
    assertEquals(List.of(committed), store().list());
    assertArrayEquals(BYTES, store().read(DIGEST, BYTES.length));
    try (var in = store().open(DIGEST)) {
      assertArrayEquals(BYTES, in.readAllBytes());
    }
  }

  @Test
  void knowsNothingOfAnIngestUntilItsCommit() throws IOException {
    try (var ingest = store().ingest("a", DIGEST)) {
      ingest.write(BYTES);
      assertTrue(store().stat(DIGEST).isEmpty());
      assertTrue(store().list().isEmpty());
    }
    assertReason(FailureReason.NotFound, () -> store().open(DIGEST));
    assertReason(FailureReason.NotFound, () -> store().read(DIGEST, 100));
  }

  @Test
  void goesOnWhereAnEarlierIngestStopped() throws IOException {
    try (var ingest = store().ingest("a", DIGEST)) {
      ingest.write(BYTES, 0, 5);
    }
    try (var ingest = store().ingest("a", DIGEST)) {
      assertEquals(5, ingest.offset());
      ingest.write(BYTES, 5, BYTES.length - 5);
      assertEquals(BYTES.length, ingest.commit(DIGEST, BYTES.length).size());
    }
    assertArrayEquals(BYTES, store().read(DIGEST, 100));
  }

  @Test
  void startsAgainWhenAnotherBlobIsExpected() throws IOException {
    try (var ingest = store().ingest("a", Digest.sha256(new byte[1]))) {
      ingest.write(BYTES, 0, 5);
    }
    try (var ingest = store().ingest("a", DIGEST)) {
      assertEquals(0, ingest.offset());
    }
  }

  @Test
  void commitsSealedIngestsTogether() throws IOException {
    var other = "other".getBytes(UTF_8);
    var first = sealed("a", BYTES);
    var second = sealed("b", other);
    assertTrue(store().list().isEmpty());

    store().commit(List.of(first, second));

    assertArrayEquals(BYTES, store().read(DIGEST, 100));
    assertArrayEquals(other, store().read(Digest.sha256(other), 100));
    store().ingest("a", DIGEST).close();
  }

  @Test
  void sealingChecksAndThrowsAwayWhatIsWrong() throws IOException {
    var ingest = store().ingest("a", DIGEST);
    ingest.write(BYTES, 0, 5);

    assertReason(FailureReason.DigestMismatch, () -> ingest.seal(DIGEST, 5));
    assertEquals(0, store().ingest("a", DIGEST).offset());
  }

  @Test
  void givesBackWhatWasWrittenSoFar() throws IOException {
    try (var ingest = store().ingest("a", DIGEST)) {
      ingest.write(BYTES, 0, 5);
    }
    try (var ingest = store().ingest("a", DIGEST);
        var written = ingest.written()) {
      assertArrayEquals("hello".getBytes(UTF_8), written.readAllBytes());
    }
  }

  @Test
  void startsAgainAfterAnAbort() throws IOException {
    try (var ingest = store().ingest("a", DIGEST)) {
      ingest.write(BYTES);
      ingest.abort();
    }
    try (var ingest = store().ingest("a", DIGEST)) {
      assertEquals(0, ingest.offset());
    }
  }

  @Test
  void refusesAnotherDigestAndForgetsTheBytes() {
    var other = Digest.sha256(new byte[1]);

    var refused = assertReason(FailureReason.DigestMismatch, () -> store("a", other, BYTES));

    assertTrue(refused.getMessage().contains(other.toString()), refused::getMessage);
    assertTrue(refused.getMessage().contains(DIGEST.toString()), refused::getMessage);
    assertTrue(store().list().isEmpty());
    try (var ingest = store().ingest("a", other)) {
      assertEquals(0, ingest.offset());
    }
  }

  @Test
  void refusesAnotherSize() {
    assertReason(
        FailureReason.DigestMismatch,
        () -> {
          try (var ingest = store().ingest("a", DIGEST)) {
            ingest.write(BYTES);
            ingest.commit(DIGEST, BYTES.length + 1);
          }
        });
    assertTrue(store().list().isEmpty());
  }

  @Test
  void takesUnannouncedBytesAsTheyAre() throws IOException {
    try (var ingest = store().ingest("a", null)) {
      ingest.write(BYTES);
      assertEquals(DIGEST, ingest.commit(null, -1).digest());
    }
  }

  @Test
  void storesUnderTheAlgorithmThatIsExpected() throws IOException {
    var sha512 = sha512(BYTES);

    store("at the start", sha512, BYTES);
    assertArrayEquals(BYTES, store().read(sha512, 100));
    store().delete(sha512);
    try (var ingest = store().ingest("at the commit", null)) {
      ingest.write(BYTES);
      ingest.commit(sha512, BYTES.length);
    }
    assertArrayEquals(BYTES, store().read(sha512, 100));
  }

  @Test
  void storesEqualBytesOnce() throws IOException {
    store("a", DIGEST, BYTES);
    store("b", DIGEST, BYTES);
    store().put(BYTES);

    assertEquals(1, store().list().size());
  }

  @Test
  void storesTheEmptyBlob() throws IOException {
    assertEquals(0, store().put(new byte[0]).size());
    assertArrayEquals(new byte[0], store().read(Digest.sha256(new byte[0]), 0));
  }

  @Test
  void letsOneAtATimeWriteAnIngest() {
    try (var first = store().ingest("a", DIGEST)) {
      assertEquals(0, first.offset());
      assertReason(FailureReason.AlreadyExists, () -> store().ingest("a", DIGEST));
    }
    store().ingest("a", DIGEST).close();
  }

  @Test
  void letsManyStoreTheSame() throws Exception {
    var puts = IntStream.range(0, 16).<Callable<BlobStat>>mapToObj(i -> () -> store().put(BYTES));
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var put : executor.invokeAll(puts.toList())) {
        assertEquals(DIGEST, put.get().digest());
      }
    }
    assertEquals(1, store().list().size());
  }

  @Test
  void refusesToReadMoreThanTheLimit() {
    store().put(BYTES);

    assertReason(FailureReason.LimitExceeded, () -> store().read(DIGEST, BYTES.length - 1));
  }

  @Test
  void deletesForGood() {
    store().put(BYTES);

    store().delete(DIGEST);
    store().delete(DIGEST);

    assertTrue(store().stat(DIGEST).isEmpty());
    assertTrue(store().list().isEmpty());
  }

  @Test
  void discardsOnlyIngestsThatNobodyWritesAnyMore() throws IOException {
    var future = Instant.parse("2999-01-01T00:00:00Z");
    try (var stale = store().ingest("stale", DIGEST)) {
      stale.write(BYTES);
    }
    try (var open = store().ingest("open", DIGEST)) {
      open.write(BYTES);

      assertEquals(0, store().discardIngests(Instant.EPOCH));
      assertEquals(1, store().discardIngests(future));
      assertEquals(DIGEST, open.commit(DIGEST, BYTES.length).digest());
    }
    try (var again = store().ingest("stale", DIGEST)) {
      assertEquals(0, again.offset());
    }
  }

  BlobStat store(String key, @Nullable Digest expected, byte[] bytes) throws IOException {
    try (var ingest = store().ingest(key, expected)) {
      ingest.write(bytes);
      return ingest.commit(expected, bytes.length);
    }
  }

  static AgentException assertReason(FailureReason reason, Executable action) {
    var failure = assertThrows(AgentException.class, action);
    assertEquals(reason, failure.reason(), failure::getMessage);
    return failure;
  }

  private static Digest sha512(byte[] bytes) {
    var computation = new Digest("sha512", "0".repeat(128)).newComputation();
    return new Digest("sha512", HexFormat.of().formatHex(computation.digest(bytes)));
  }

  private Ingest sealed(String key, byte[] bytes) throws IOException {
    var digest = Digest.sha256(bytes);
    var ingest = store().ingest(key, digest);
    ingest.write(bytes, 0, bytes.length);
    ingest.seal(digest, bytes.length);
    return ingest;
  }
}
