package dev.lamina.agent.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileContentStoreTest extends ContentStoreContract {
  @TempDir Path state;
  private Path root;
  private ContentStore store;

  @BeforeEach
  void create() {
    root = state.resolve("content");
    store = new FileContentStore(root, CLOCK);
  }

  @Override
  ContentStore store() {
    return store;
  }

  @Test
  void keepsBlobsFromOthersAndFromChange() throws IOException {
    store.put(BYTES);
    var layout = new ContentLayout(root);

    assertEquals("r--------", permissions(layout.blob(DIGEST)));
    assertEquals("rwx------", permissions(layout.blobs(DIGEST)));
    assertEquals("rwx------", permissions(root));
  }

  @Test
  void goesOnWithAnIngestOfAnEarlierProcess() throws IOException {
    try (var ingest = store.ingest("key / with : anything \0 in it", DIGEST)) {
      ingest.write(BYTES, 0, 7);
    }
    store = new FileContentStore(root, CLOCK);
    try (var ingest = store.ingest("key / with : anything \0 in it", DIGEST)) {
      assertEquals(7, ingest.offset());
      ingest.write(BYTES, 7, BYTES.length - 7);
      ingest.commit(DIGEST, BYTES.length);
    }
    assertTrue(store.stat(DIGEST).isPresent());
  }

  /// The bytes of a `put` come from their start again.
  @Test
  void doesNotGoOnWithAPutOfAnEarlierProcess() throws IOException {
    var bytes = "a document".getBytes(UTF_8);
    var key = "put-" + Digest.sha256(bytes) + "-" + Thread.currentThread().threadId();
    try (var killed = store().ingest(key, null)) {
      killed.write(bytes);
    }

    assertEquals(Digest.sha256(bytes), store().put(bytes).digest());
  }

  @Test
  void noticesBytesOfAnIngestThatTheDiskLost() throws IOException {
    try (var ingest = store.ingest("a", DIGEST)) {
      ingest.write(BYTES);
    }
    Files.write(onlyIngest().resolve("data"), new byte[BYTES.length]);

    assertReason(
        FailureReason.DigestMismatch,
        () -> {
          try (var ingest = store.ingest("a", DIGEST)) {
            ingest.commit(DIGEST, BYTES.length);
          }
        });
    assertTrue(store.list().isEmpty());
  }

  @Test
  void leavesNothingOfAnIngestBehind() throws IOException {
    store.put(BYTES);
    assertThrows(AgentException.class, () -> store("b", DIGEST, new byte[1]));

    try (var ingests = Files.list(root.resolve("ingest"))) {
      assertEquals(0, ingests.count());
    }
  }

  @Test
  void noticesBitRot() throws IOException {
    store.put(BYTES);
    var rotten = BYTES.clone();
    rotten[3] ^= 1;
    var blob = new ContentLayout(root).blob(DIGEST);
    Files.delete(blob);
    Files.write(blob, rotten);

    var refused = assertReason(FailureReason.DigestMismatch, () -> store.read(DIGEST, 100));

    assertTrue(refused.getMessage().contains(DIGEST.toString()));
  }

  @Test
  void doesNotFollowALinkInPlaceOfABlob() throws IOException {
    Files.createSymbolicLink(new ContentLayout(root).blob(DIGEST), root.resolve("ingest"));

    assertReason(FailureReason.StoreFailed, () -> store.open(DIGEST));
  }

  @Test
  void ignoresFilesThatAreNoBlobs() throws IOException {
    Files.write(root.resolve("blobs/sha256/README"), BYTES);

    assertTrue(store.list().isEmpty());
  }

  private Path onlyIngest() throws IOException {
    try (var ingests = Files.list(root.resolve("ingest"))) {
      return ingests.findFirst().orElseThrow();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
