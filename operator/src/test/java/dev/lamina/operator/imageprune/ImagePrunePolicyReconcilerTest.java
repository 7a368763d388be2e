package dev.lamina.operator.imageprune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.PruneResult;
import dev.lamina.crds.imagenode.PruneUntil;
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.crds.imageprunepolicy.ImagePrunePolicy;
import dev.lamina.crds.imageprunepolicy.ImagePrunePolicyStatus;
import dev.lamina.crds.imageprunepolicy.PruneTrigger;
import dev.lamina.crds.meta.Condition;
import dev.lamina.operator.fleet.FleetSample;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImagePrunePolicyReconcilerTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Instant DUE = FleetSample.NOW.plus(Duration.ofMinutes(30));
  private static final String BY_SCHEDULE = "schedule: '*/30 * * * *', parallelism: 3,";
  private static final String BY_DISK =
      "disk: {highPercent: 85, lowPercent: 70, minFree: 10Gi}, parallelism: 3,";
  private static final long PLENTY = 100L << 30;

  private final FleetSample fleet = new FleetSample("n1", "n2", "n3");
  private ImagePrunePolicyReconciler reconciler = reconciler();

  private ImagePrunePolicyReconciler reconciler() {
    return new ImagePrunePolicyReconciler(
        fleet, fleet, fleet, (about, news) -> {}, Clock.systemUTC());
  }

  /// Made at [FleetSample#NOW].
  ///
  /// @param fields parts of the spec in flow style, each with a comma at its end
  private static ImagePrunePolicy policy(String fields) {
    return YAML.unmarshal(
        """
        apiVersion: lamina.dev/v1alpha1
        kind: ImagePrunePolicy
        metadata: {name: default, uid: u1, generation: 1, creationTimestamp: '%s'}
        spec: {%s keep: {labels: {keep: ''}}, rules: [
            {match: {references: ['*/ci-*']}, olderThan: 24h, keepLast: 3},
            {match: {buildCache: true}, keepBytes: 1Ki}]}
        """
            .formatted(FleetSample.NOW, fields),
        ImagePrunePolicy.class);
  }

  private ImagePrunePolicyStatus visit(ImagePrunePolicy policy, Instant now) {
    var status = reconciler.visit(policy, now);
    policy.setStatus(status);
    return status;
  }

  private static Function<Assignment, AssignmentResult> freed(long bytes) {
    return assignment ->
        new AssignmentResult(
            assignment.id(),
            ResultState.Succeeded,
            "Completed",
            null,
            null,
            bytes,
            null,
            null,
            null,
            null,
            null,
            null,
            FleetSample.NOW,
            FleetSample.NOW,
            null,
            new PruneResult(2, bytes == 0 ? 0 : 2, List.of(), 4));
  }

  private static AssignmentResult failed(Assignment assignment) {
    return AssignmentResult.of(
        assignment.id(), ResultState.Failed, "StoreFailed", "disk", null, FleetSample.NOW);
  }

  private List<Assignment> asked() {
    return Stream.of("n1", "n2", "n3").flatMap(node -> fleet.asked(node).stream()).toList();
  }

  private void answerAll(Function<Assignment, AssignmentResult> answer) {
    List.of("n1", "n2", "n3").forEach(node -> fleet.answer(node, answer));
  }

  @Test
  void asksNobodyBeforeItsTime() {
    var policy = policy(BY_SCHEDULE);
    var status = visit(policy, DUE.minusSeconds(1));
    assertEquals(List.of(), asked());
    assertEquals("Waiting", ready(status).reason());
    assertEquals(DUE, status.nextRun());
    assertEquals(3, status.nodes());
    assertEquals(status, visit(policy, DUE.minusMillis(1)), "nothing new is nothing to write");
  }

  @Test
  void sendsAllRulesToEveryNodeWhenItsTimeHasCome() {
    var status = visit(policy(BY_SCHEDULE), DUE);

    assertEquals(3, asked().size());
    var assignment = asked().getFirst();
    assertEquals("/imageprunepolicies/default", assignment.owner());
    assertNull(assignment.tenant());
    assertTrue(assignment.quiet());
    var arguments = Objects.requireNonNull(assignment.prune());
    assertNull(arguments.until());
    assertEquals(List.of("keep"), List.copyOf(arguments.keepLabels().keySet()));
    var rules = arguments.rules();
    assertEquals(List.of("*/ci-*"), rules.getFirst().references());
    assertEquals(86400, rules.getFirst().olderThanSeconds());
    assertEquals(3, rules.getFirst().keepLast());
    assertTrue(rules.getLast().buildCache());
    assertEquals(1024, rules.getLast().keepBytes());
    assertEquals("True", ready(status).status().name());
    assertEquals("Pruning", ready(status).reason());
    assertEquals("0/3", status.progress());
    assertEquals(DUE, status.lastRun());
  }

  @Test
  void addsUpOneRunAndRestsUntilTheNextTime() {
    var policy = policy(BY_SCHEDULE);
    visit(policy, DUE);
    answerAll(freed(70));

    var status = visit(policy, DUE.plusSeconds(5));

    assertEquals("Pruned", ready(status).reason());
    assertEquals("3/3", status.progress());
    assertEquals(210, status.reclaimedBytes());
    assertEquals(6, status.removed());
    assertEquals(12, status.pinned());
    assertEquals(PruneTrigger.Schedule, status.trigger());
    assertEquals(List.of(), asked());
    assertEquals(status, visit(policy, DUE.plusSeconds(900)));
    assertEquals(List.of(), asked());

    var first = status.lastRun();
    assertNotEquals(first, visit(policy, DUE.plusSeconds(1800)).lastRun());
    assertEquals(3, asked().size());
  }

  @Test
  void asksNoMoreNodesAtATimeThanItsParallelism() {
    var policy = policy("schedule: '*/30 * * * *', parallelism: 1,");
    visit(policy, DUE);
    assertEquals(1, asked().size());
    fleet.answer("n1", freed(1));
    assertEquals("1/3", visit(policy, DUE.plusSeconds(1)).progress());
    assertEquals(1, asked().size());
    assertEquals(1, fleet.asked("n2").size());
  }

  @Test
  void aRestartedOperatorGoesOnWithTheSameIds() {
    var policy = policy(BY_SCHEDULE);
    visit(policy, DUE);
    var before = asked();
    fleet.shares.clear();
    reconciler = reconciler();

    visit(policy, DUE.plusSeconds(60));
    assertEquals(before, asked());
    answerAll(freed(1));
    var status = visit(policy, DUE.plusSeconds(65));

    reconciler = reconciler();
    assertEquals(status, visit(policy, DUE.plusSeconds(70)), "an ended run is not begun again");
    assertEquals(List.of(), asked());
  }

  @Test
  void aFullDiskIsCleanedAtOnceAndUntilThereIsRoom() {
    var policy = policy(BY_DISK);
    fleet.disk("n1", 84, PLENTY);
    fleet.disk("n2", 85, PLENTY);
    fleet.disk("n3", 10, 1L << 30);

    var status = visit(policy, FleetSample.NOW);

    assertEquals(List.of(), fleet.asked("n1"));
    assertEquals(1, fleet.asked("n3").size());
    var until = Objects.requireNonNull(fleet.asked("n2").getFirst().prune()).until();
    assertEquals(new PruneUntil(70, 10L << 30), until);
    assertEquals(2, status.fullNodes());
    assertEquals(PruneTrigger.Disk, status.trigger());
    assertEquals("0/2", status.progress());
  }

  @Test
  void aDiskThatStaysFullIsLeftAloneForAWhileAndTold() {
    var policy = policy(BY_DISK);
    fleet.disk("n2", 90, PLENTY);
    visit(policy, FleetSample.NOW);
    fleet.answer("n2", freed(0));

    var status = visit(policy, FleetSample.NOW.plusSeconds(1));

    assertEquals("DiskFull", ready(status).reason());
    assertEquals("True", ready(status).status().name());
    assertTrue(ready(status).message().contains("n2"), ready(status)::message);
    visit(policy, FleetSample.NOW.plus(Duration.ofMinutes(59)));
    assertEquals(List.of(), asked());
    visit(policy, FleetSample.NOW.plus(Duration.ofMinutes(61)));
    assertEquals(1, asked().size());
  }

  @Test
  void aDiskThatIsFullAgainIsCleanedAgainWithAnotherId() {
    var policy = policy(BY_DISK);
    fleet.disk("n2", 90, PLENTY);
    visit(policy, FleetSample.NOW);
    var first = fleet.asked("n2").getFirst().id();
    fleet.answer("n2", freed(9));
    visit(policy, FleetSample.NOW.plusSeconds(1));
    assertEquals(List.of(), asked());

    visit(policy, FleetSample.NOW.plusSeconds(301));

    assertNotEquals(first, fleet.asked("n2").getFirst().id());
  }

  @Test
  void aNodeThatFailsIsNamedAndTriedAgainWithTheNextRun() {
    var policy = policy(BY_SCHEDULE);
    visit(policy, DUE);
    fleet.answer("n1", ImagePrunePolicyReconcilerTest::failed);
    fleet.answer("n2", freed(1));
    fleet.answer("n3", freed(1));

    var status = visit(policy, DUE.plusSeconds(1));

    assertEquals("NodeFailed", ready(status).reason());
    assertEquals("False", ready(status).status().name());
    assertEquals("False", condition(status, Condition.STALLED).status().name());
    assertEquals("n1", status.failedNodes().getFirst().node());
  }

  @Test
  void suspendedItAsksNobody() {
    var status = visit(policy(BY_SCHEDULE + " suspend: true,"), DUE);
    assertEquals(List.of(), asked());
    assertEquals("Suspended", ready(status).reason());
    assertNull(status.nextRun());
  }

  @Test
  void meansTheNodesOfItsSelector() {
    visit(policy("nodeSelector: {matchLabels: {name: n2}}, " + BY_SCHEDULE), DUE);
    assertEquals(1, asked().size());
    assertEquals(1, fleet.asked("n2").size());
  }

  @Test
  void aChangedSpecTakesBackWhatTheFormerOneAsked() {
    var policy = policy(BY_SCHEDULE);
    visit(policy, DUE);
    var suspended = policy(BY_SCHEDULE + " suspend: true,");
    suspended.getMetadata().setGeneration(2L);
    suspended.setStatus(policy.getStatus());
    visit(suspended, DUE.plusSeconds(1));
    assertEquals(List.of(), asked());
  }

  @Test
  void aFieldThatSaysNothingSensibleIsNamed() {
    var status = visit(policy("schedule: '61 * * * *',"), DUE);
    assertEquals("True", condition(status, Condition.STALLED).status().name());
    assertTrue(ready(status).message().startsWith("spec.schedule: "), ready(status)::message);
  }

  @Test
  void takesEverythingBackWhenItIsDeleted() {
    var policy = policy(BY_SCHEDULE);
    visit(policy, DUE);
    assertTrue(reconciler.release(policy));
    assertEquals(List.of(), asked());
  }

  private static Condition ready(ImagePrunePolicyStatus status) {
    return condition(status, Condition.READY);
  }

  private static Condition condition(ImagePrunePolicyStatus status, String type) {
    return Condition.find(status.conditions(), type).orElseThrow();
  }
}
