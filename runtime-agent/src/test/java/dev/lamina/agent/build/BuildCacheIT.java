package dev.lamina.agent.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.metadata.BuildCache;
import dev.lamina.agent.metadata.Tenant;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What builds leave in the cache and tell about its use.
@Timeout(120)
class BuildCacheIT {
  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();

  private BuildFixture fixture;

  @BeforeEach
  void openStore() throws IOException {
    fixture = new BuildFixture(workspace.path());
    fixture.buildBase();
  }

  @AfterEach
  void closeStore() {
    fixture.close();
  }

  @Test
  void aBuildIsAUseOfTheStepsItFindsAndOfNoOthers() {
    fixture.build("FROM base\nRUN echo one > /one\n");
    fixture.build("FROM base\nRUN echo two > /two\n");
    var between = Instant.now();
    fixture.build("FROM base\nRUN echo one > /one\n");

    var used =
        fixture.metadata.buildCache().entries().stream()
            .map(BuildCache.Entry::usedAt)
            .filter(time -> !time.isBefore(between))
            .toList();
    assertEquals(1, used.size());
  }

  @Test
  void aDirectoryOfACacheMountIsMeasuredAfterItsUseAndCanBeRemoved() {
    var text = "FROM base\nRUN --mount=type=cache,target=/c echo 12345 >> /c/log; cp /c/log /out\n";
    fixture.buildWithoutCache(text, null);
    var first = fixture.caches.list().getFirst();
    assertEquals(6, first.bytes());
    assertEquals(Tenant.DEFAULT, first.tenant());
    assertEquals(List.of(first), fixture.caches.list());

    fixture.buildWithoutCache(text, null);
    var second = fixture.caches.list().getFirst();
    assertEquals(12, second.bytes());
    assertTrue(second.usedAt().isAfter(first.usedAt()));

    assertFalse(fixture.caches.remove(first), "it was used since");
    assertTrue(fixture.caches.remove(second));
    assertEquals(List.of(), fixture.caches.list());
  }
}
