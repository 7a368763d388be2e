package dev.lamina.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExpiryTest {
  private static final Instant FINISHED = Instant.parse("2026-11-20T22:40:00Z");
  private static final ObjectMeta PLAIN = new ObjectMeta();

  @Test
  void nothingExpiresWithoutATtlOrBeforeItsEnd() {
    assertInstanceOf(Expiry.Never.class, Expiry.of(PLAIN, null, FINISHED, FINISHED));
    assertInstanceOf(Expiry.Never.class, Expiry.of(PLAIN, 60, null, FINISHED));
  }

  @Test
  void expiresWhenTheTtlHasPassed() {
    var early = Expiry.of(PLAIN, 60, FINISHED, FINISHED.plusSeconds(20));
    assertEquals(new Expiry.In(Duration.ofSeconds(40)), early);
    var late =
        assertInstanceOf(Expiry.In.class, Expiry.of(PLAIN, 60, FINISHED, FINISHED.plusSeconds(60)));
    assertTrue(late.isDue());
  }

  @Test
  void whatGitOpsTracksIsNotDeleted() {
    var tracked =
        new ObjectMetaBuilder().addToLabels("kustomize.toolkit.fluxcd.io/name", "apps").build();
    var ignored =
        assertInstanceOf(
            Expiry.Ignored.class, Expiry.of(tracked, 60, FINISHED, FINISHED.plusSeconds(99)));
    assertEquals("TTLIgnored", ignored.verdict().type());
  }
}
