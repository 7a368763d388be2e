package dev.lamina.agent.metadata;

import static dev.lamina.agent.metadata.TestImages.digest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.image.ChainId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseStoreTest {
  private static final ChainId CHAIN = new ChainId(digest("chain"));

  private static final Clock CLOCK = Clock.fixed(TestImages.MORNING, ZoneOffset.UTC);

  @TempDir private Path directory;
  private Database database;
  private LeaseStore leases;

  @BeforeEach
  void open() {
    MetadataStore.open(directory, directory, Clock.systemUTC()).close();
    database = Database.open(directory.resolve("metadata.db"));
    leases = new SqliteLeaseStore(database, OwnerProcess.current(), CLOCK);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void holdsUntilClosed() {
    var lease = leases.acquire("test");
    lease.hold(digest("blob"));
    lease.hold(digest("blob"));
    lease.hold(CHAIN);
    lease.holdActive("build-1");

    assertEquals(
        new LeaseStore.Held(
            Set.of(digest("blob")),
            Set.of(CHAIN),
            Set.of("build-1"),
            Optional.of(TestImages.MORNING)),
        leases.held());

    lease.close();
    lease.close();

    assertEquals(
        new LeaseStore.Held(Set.of(), Set.of(), Set.of(), Optional.empty()), leases.held());
  }

  @Test
  void whatTwoLeasesHoldIsHeldUntilBothAreClosed() {
    var first = leases.acquire("first");
    try (var second = leases.acquire("second")) {
      first.hold(CHAIN);
      second.hold(CHAIN);

      first.close();

      assertEquals(Set.of(CHAIN), leases.held().snapshots());
    }
  }

  @Test
  void leaseOfALivingProcessIsKept() throws Exception {
    var process = sleeper();
    try {
      ownedBy(process).acquire("theirs").hold(CHAIN);

      assertEquals(0, leases.releaseAbandoned());
      assertEquals(Set.of(CHAIN), leases.held().snapshots());
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void leaseOfADeadProcessHoldsNothing() throws Exception {
    var process = sleeper();
    ownedBy(process).acquire("theirs").hold(CHAIN);

    process.destroyForcibly().waitFor();

    assertEquals(
        new LeaseStore.Held(Set.of(), Set.of(), Set.of(), Optional.empty()), leases.held());
    assertEquals(1, leases.releaseAbandoned());
    assertEquals(0, leases.releaseAbandoned());
  }

  @Test
  void aLaterProcessWithTheSamePidIsNotTheOwner() {
    var self = OwnerProcess.current();

    assertTrue(self.isAlive());
    assertFalse(new OwnerProcess(self.pid(), self.startTicks() - 1, self.bootId()).isAlive());
    assertFalse(new OwnerProcess(self.pid(), self.startTicks(), "another boot").isAlive());
  }

  private LeaseStore ownedBy(Process process) {
    return new SqliteLeaseStore(database, OwnerProcess.of(process.pid()), CLOCK);
  }

  private static Process sleeper() throws IOException {
    return new ProcessBuilder("sleep", "60").start();
  }
}
