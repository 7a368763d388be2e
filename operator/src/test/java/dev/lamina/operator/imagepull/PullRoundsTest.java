package dev.lamina.operator.imagepull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.crds.imagepull.ImagePull;
import dev.lamina.crds.imagepull.ImagePullStatus;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.operator.credentials.Keyring;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The rounds of `spec.schedule`, each an hour apart.
class PullRoundsTest {
  private static final String HOURLY =
      "parallelism: 100%, mode: Continuous, schedule: '30 * * * *',";
  private static final Instant FIRST = Instant.parse("2026-11-20T02:30:00Z");
  private static final Instant SECOND = Instant.parse("2026-11-20T03:30:00Z");

  private final PullSample cluster = new PullSample().with("a", "b");
  private final ImagePull pull = PullSample.pull(HOURLY);
  private ImagePullReconciler reconciler = operator();

  private Instant time = PullSample.NOW;

  private ImagePullReconciler operator() {
    return new ImagePullReconciler(
        cluster,
        cluster,
        cluster,
        (_, _) -> new Keyring(""),
        PodNodes.NONE,
        (_, _) -> {},
        new TestClock());
  }

  private final class TestClock extends Clock {
    @Override
    public Instant instant() {
      return time;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private ImagePullStatus visit(Instant now) {
    time = now;
    var status = Objects.requireNonNull(reconciler.visit(pull).status());
    pull.setStatus(status);
    return status;
  }

  private static Condition ready(ImagePullStatus status) {
    return Condition.find(status.conditions(), Condition.READY).orElseThrow();
  }

  /// Both nodes have what the tag stands for before the first round.
  private void pullOnce() {
    visit(PullSample.NOW);
    cluster.answer("a", ResultState.Succeeded, "Pulled");
    visit(PullSample.NOW);
    cluster.answer("b", ResultState.Succeeded, "Pulled");
    assertEquals(ConditionStatus.True, ready(visit(PullSample.NOW)).status());
  }

  @Test
  void nothingIsLookedUpBeforeItsTime() {
    pullOnce();
    var status = visit(FIRST.minusSeconds(1));
    assertNull(status.lastScheduleTime());
    assertEquals(List.of(), cluster.busy());
  }

  @Test
  void aRoundAsksOneNodeAndNobodyElseIfNothingChanged() {
    pullOnce();
    var during = visit(FIRST);
    assertEquals(FIRST, during.lastScheduleTime());
    assertEquals(List.of("a"), cluster.busy());
    assertNull(cluster.share("a").assignments().getFirst().digest());
    assertEquals(ConditionStatus.True, ready(during).status(), "nothing newer is known");
    cluster.answer("a", ResultState.Succeeded, "Pulled");
    var after = visit(FIRST.plusSeconds(3));
    assertEquals(List.of(), cluster.busy());
    assertEquals(ConditionStatus.True, ready(after).status());
    assertEquals(2, after.succeeded());
  }

  @Test
  void eachRoundAsksAnew() {
    pullOnce();
    visit(FIRST);
    var first = cluster.share("a").assignments().getFirst().id();
    cluster.answer("a", ResultState.Succeeded, "Pulled");
    visit(FIRST);
    visit(SECOND);
    assertFalse(cluster.share("a").assignments().isEmpty());
    assertFalse(first.equals(cluster.share("a").assignments().getFirst().id()));
  }

  @Test
  void aRestartedOperatorRepeatsNoRoundAndMissesNone() {
    pullOnce();
    visit(FIRST);
    cluster.answer("a", ResultState.Succeeded, "Pulled");
    visit(FIRST.plusSeconds(3));
    reconciler = operator();
    cluster.shares.clear();
    visit(FIRST.plusSeconds(60));
    assertEquals(List.of(), cluster.busy());
    reconciler = operator();
    var status = visit(SECOND.plusSeconds(7200));
    assertEquals(SECOND.plusSeconds(7200), status.lastScheduleTime());
    assertEquals(List.of("a"), cluster.busy());
  }

  @Test
  void aSuspendedPullBeginsNone() {
    pullOnce();
    var suspended = PullSample.pull("suspend: true," + HOURLY);
    suspended.setStatus(pull.getStatus());
    time = SECOND;
    var status = Objects.requireNonNull(reconciler.visit(suspended).status());
    assertNull(status.lastScheduleTime());
    assertEquals(List.of(), cluster.busy());
  }

  @Test
  void aScheduleThatIsNoneIsRefused() {
    var wrong = PullSample.pull("mode: Continuous, schedule: '61 * * * *',");
    var status = Objects.requireNonNull(reconciler.visit(wrong).status());
    assertEquals("InvalidArgument", ready(status).reason());
    assertTrue(ready(status).message().startsWith("spec.schedule: '61 * * * *' is no cron"));
  }
}
