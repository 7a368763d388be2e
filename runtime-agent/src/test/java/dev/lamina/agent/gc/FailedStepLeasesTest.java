package dev.lamina.agent.gc;

import static dev.lamina.agent.metadata.Tenant.DEFAULT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.FailedStepStore.FailedStep;
import dev.lamina.agent.metadata.StoredImage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedStepLeasesTest {
  private static final Instant LONG_AGO = Instant.EPOCH;
  private static final Instant LATER = Instant.EPOCH.plusSeconds(1_000_000);

  @TempDir private Path directory;
  private TestStore store;

  @BeforeEach
  void open() {
    store = new TestStore(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatIsKeptGoesWhenItsTimeIsUp() {
    var over = keep("web:1", LONG_AGO);
    var kept = keep("web:2", LATER);

    leases().end(step -> false);

    assertFalse(store.isWhole(over));
    assertTrue(store.isWhole(kept));
    assertEquals(1, store.metadata.failedSteps().all().size());
  }

  @Test
  void whatIsWithdrawnGoesBeforeItsTime() {
    var gone = keep("web:1", LATER);
    var kept = keep("db:1", LATER);

    leases().end(step -> step.task().equals("team/web:1"));

    assertFalse(store.isWhole(gone));
    assertTrue(store.isWhole(kept));
  }

  @Test
  void aPrunePassesItOver() {
    var kept = keep("web:1", LATER);

    store.prune().run(DEFAULT, true, List.of(), false);

    assertTrue(store.isWhole(kept));
  }

  @Test
  void aContainerThatLooksIntoItGoesOn() {
    var kept = keep("web:1", LONG_AGO);
    store.contain(DEFAULT, "shell", "base", "web:1");

    leases().end(step -> false);

    assertTrue(store.snapshotter.isCommitted(kept.chain().getLast()));
    assertEquals(List.of(), store.metadata.failedSteps().all());
  }

  private FailedStepLeases leases() {
    return new FailedStepLeases(store.metadata, store.collection(), store.clock);
  }

  private StoredImage keep(String name, Instant until) {
    var reference = Reference.parse("localhost/failed-step/" + name);
    store.metadata.failedSteps().put(new FailedStep(DEFAULT, reference, "team/" + name, until));
    return store.tag(DEFAULT, "failed-step/" + name, "base", name);
  }
}
