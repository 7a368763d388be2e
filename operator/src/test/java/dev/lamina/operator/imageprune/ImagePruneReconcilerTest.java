package dev.lamina.operator.imageprune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.PruneResult;
import dev.lamina.crds.imagenode.PruneResult.PrunedImage;
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.crds.imageprune.ImagePrune;
import dev.lamina.crds.imageprune.ImagePruneStatus;
import dev.lamina.crds.meta.Condition;
import dev.lamina.operator.fleet.FleetSample;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImagePruneReconcilerTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private final FleetSample fleet = new FleetSample("n1", "n2", "n3");
  private final ImagePruneReconciler reconciler =
      new ImagePruneReconciler(fleet, fleet, fleet, (about, news) -> {}, Clock.systemUTC());

  /// @param fields parts of the spec in flow style, each with a comma at its end
  private static ImagePrune prune(String fields) {
    return YAML.unmarshal(
        """
        apiVersion: lamina.dev/v1alpha1
        kind: ImagePrune
        metadata: {name: old, namespace: team-a, uid: u1, generation: 2}
        spec: {%s match: {references: ['*/web:1.*'], olderThan: 1h30m}}
        """
            .formatted(fields),
        ImagePrune.class);
  }

  private ImagePruneStatus visit(ImagePrune prune) {
    return reconciler.visit(prune, FleetSample.NOW);
  }

  private static AssignmentResult done(Assignment assignment) {
    var image = new PrunedImage("sha256:aa", List.of("r.test/web:1.1"), 100L, true);
    return new AssignmentResult(
        assignment.id(),
        ResultState.Succeeded,
        "Completed",
        null,
        null,
        70L,
        null,
        null,
        null,
        null,
        null,
        null,
        FleetSample.NOW,
        FleetSample.NOW,
        null,
        new PruneResult(1, 1, List.of(image), null));
  }

  private static AssignmentResult failed(Assignment assignment) {
    return AssignmentResult.of(
        assignment.id(), ResultState.Failed, "StoreFailed", "disk", null, FleetSample.NOW);
  }

  @Test
  void asksAShareOfTheNodesForADryRun() {
    var status = visit(prune(""));

    var asked = Stream.of("n1", "n2", "n3").flatMap(node -> fleet.asked(node).stream()).toList();
    assertEquals(1, asked.size());
    var assignment = asked.getFirst();
    assertEquals("team-a", assignment.tenant());
    assertEquals("team-a/imageprunes/old", assignment.owner());
    var arguments = Objects.requireNonNull(assignment.prune());
    assertTrue(arguments.dryRun());
    assertEquals(List.of("*/web:1.*"), arguments.references());
    assertEquals(5400, arguments.olderThanSeconds());
    assertEquals("DryRunning", ready(status).reason());
    assertEquals("0/3", Objects.requireNonNull(status.nodes()).progress());
  }

  @Test
  void addsUpWhatTheNodesSay() {
    var prune = prune("parallelism: 3,");
    visit(prune);
    List.of("n1", "n2", "n3").forEach(node -> fleet.answer(node, ImagePruneReconcilerTest::done));

    var status = visit(prune);

    assertEquals("DryRunDone", ready(status).reason());
    assertEquals(1, status.matchedImages());
    assertEquals(210, status.reclaimableBytes());
    assertEquals(0, status.removed());
    var image = status.sample().getFirst();
    assertEquals("sha256:aa", image.digest());
    assertEquals(3, image.nodes());
    assertEquals(FleetSample.NOW, status.completionTime());
    assertEquals(List.of(), fleet.asked("n1"));
  }

  @Test
  void aRealRunCountsWhatWent() {
    var prune = prune("dryRun: false, parallelism: 3,");
    visit(prune);
    List.of("n1", "n2", "n3").forEach(node -> fleet.answer(node, ImagePruneReconcilerTest::done));
    var status = visit(prune);
    assertEquals("Pruned", ready(status).reason());
    assertEquals(3, status.removed());
  }

  @Test
  void goesOnWhenANodeFailsAndSaysWhich() {
    var prune = prune("parallelism: 3,");
    visit(prune);
    fleet.answer("n1", ImagePruneReconcilerTest::failed);
    fleet.answer("n2", ImagePruneReconcilerTest::done);
    fleet.answer("n3", ImagePruneReconcilerTest::done);

    var status = visit(prune);

    assertEquals("StoreFailed", ready(status).reason());
    assertEquals("True", condition(status, Condition.STALLED).status().name());
    assertEquals("n1", status.failedNodes().getFirst().node());
    assertEquals("2/3", Objects.requireNonNull(status.nodes()).progress());
  }

  @Test
  void aNodeThatDoesNotAnswerIsGivenUp() {
    var prune = prune("nodes: {names: [n1]},");
    visit(prune);
    var status = reconciler.visit(prune, FleetSample.NOW.plusSeconds(120));
    assertEquals("AgentLost", ready(status).reason());
  }

  @Test
  void waitsForANodeThatIsNamed() {
    var status = visit(prune("nodes: {names: [n9]},"));
    assertEquals("NoNodeAvailable", ready(status).reason());
    assertTrue(ready(status).message().contains("n9"), ready(status)::message);
    assertNull(status.completionTime());
  }

  @Test
  void parallelismOfZeroPauses() {
    assertEquals("Paused", ready(visit(prune("parallelism: 0,"))).reason());
    assertEquals(List.of(), fleet.asked("n1"));
  }

  @Test
  void takesEverythingBackWhenItIsDeleted() {
    var prune = prune("parallelism: 3,");
    visit(prune);
    assertTrue(reconciler.release(prune));
    assertEquals(List.of(), fleet.asked("n1"));
  }

  private static Condition ready(ImagePruneStatus status) {
    return condition(status, Condition.READY);
  }

  private static Condition condition(ImagePruneStatus status, String type) {
    return Condition.find(status.conditions(), type).orElseThrow();
  }
}
