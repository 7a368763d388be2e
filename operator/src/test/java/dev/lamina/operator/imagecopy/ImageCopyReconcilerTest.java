package dev.lamina.operator.imagecopy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lamina.crds.imagecopy.ImageCopy;
import dev.lamina.crds.imagecopy.ImageCopyStatus;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.nodeinventory.InventoryImage;
import dev.lamina.crds.nodeinventory.InventoryTenant;
import dev.lamina.operator.credentials.Keyring;
import dev.lamina.operator.fleet.FleetSample;
import dev.lamina.operator.inventory.ImageCensus;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImageCopyReconcilerTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String DIGEST = "sha256:m1";

  private final FleetSample fleet = new FleetSample("n1", "n2", "n3");
  private final ImageCensus census = new ImageCensus();
  private final Keyring keyring = new Keyring("team-a/imagecopies/release");
  private final ImageCopyReconciler reconciler =
      new ImageCopyReconciler(
          new ImageCopyReconciler.Surroundings(
              fleet, fleet, fleet, census, (owner, secrets) -> keyring),
          (about, news) -> {},
          Clock.systemUTC());

  @BeforeEach
  void twoNodesHaveTheImage() {
    var tenant = new InventoryTenant("team-a", List.of("localhost/web:latest"), null);
    var image =
        new InventoryImage(
            DIGEST, "sha256:c1", Instant.EPOCH, 1L, List.of(tenant), false, null, null);
    census.put("n1", List.of(image));
    census.put("n2", List.of(image));
    census.put("n3", List.of());
    census.complete();
  }

  private static ImageCopy copy(String fields) {
    return YAML.unmarshal(
        """
        apiVersion: lamina.dev/v1alpha1
        kind: ImageCopy
        metadata: {name: release, namespace: team-a, uid: u1, generation: 1}
        spec: {%s}
        """
            .formatted(fields),
        ImageCopy.class);
  }

  private ImageCopyStatus visit(ImageCopy copy) {
    return reconciler.visit(copy, FleetSample.NOW);
  }

  private static AssignmentResult done(Assignment assignment) {
    return new AssignmentResult(
        assignment.id(),
        ResultState.Succeeded,
        "Completed",
        null,
        DIGEST,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        FleetSample.NOW,
        FleetSample.NOW,
        null,
        null);
  }

  @Test
  void tagsOnEveryNodeThatHasTheImageAndPushesFromOne() {
    var copy = copy("source: web, tags: ['web:stable'], destinations: ['r.test/web:1']");
    visit(copy);

    assertEquals(
        List.of(Operation.Tag, Operation.Push),
        fleet.asked("n1").stream().map(Assignment::op).toList());
    assertEquals(List.of(Operation.Tag), fleet.asked("n2").stream().map(Assignment::op).toList());
    assertEquals(List.of(), fleet.asked("n3"));
    var push = fleet.asked("n1").getLast();
    assertEquals(DIGEST, push.image());
    assertEquals("r.test/web:1", push.target());
    assertEquals(4, push.attempts());
    assertNull(push.cred());
  }

  @Test
  void saysWhatEveryReferenceStandsForAtTheEnd() {
    var copy = copy("source: web, tags: ['web:stable'], destinations: ['r.test/web:1']");
    visit(copy);
    fleet.answer("n1", ImageCopyReconcilerTest::done);
    assertEquals("1/2", visit(copy).progress());
    fleet.answer("n2", ImageCopyReconcilerTest::done);

    var status = visit(copy);

    assertEquals("Copied", ready(status).reason());
    assertEquals("n1", status.node());
    assertEquals(2, status.copies().getFirst().nodes());
    assertEquals(DIGEST, status.copies().getLast().digest());
    assertEquals(FleetSample.NOW, status.completionTime());
  }

  @Test
  void sealsTheCredentialToTheNodeThatPushes() {
    var auths = JsonNodeFactory.instance.objectNode();
    auths.putObject("r.test").put("auth", "dTpw");
    keyring.add(auths, "1");
    visit(copy("source: web, destinations: ['r.test/web:1']"));
    var share = fleet.shares.get("n1");
    assertNotNull(share);
    assertEquals(1, share.credentials().size());
    assertEquals(share.credentials().getFirst().id(), share.assignments().getFirst().cred());
  }

  @Test
  void oneFailureStallsTheWhole() {
    var copy = copy("source: web, destinations: ['r.test/web:1', 'r.test/web:2']");
    visit(copy);
    fleet.answer(
        "n1",
        assignment ->
            "r.test/web:1".equals(assignment.target())
                ? AssignmentResult.of(
                    assignment.id(), ResultState.Failed, "Unauthorized", "no", null, null)
                : done(assignment));

    var status = visit(copy);

    assertEquals("Unauthorized", ready(status).reason());
    assertTrue(ready(status).message().startsWith("r.test/web:1: "), ready(status)::message);
    assertEquals("1/2", status.progress());
  }

  @Test
  void pushesFromAnotherNodeWhenTheFirstIsLost() {
    var copy = copy("source: web, destinations: ['r.test/web:1']");
    visit(copy);
    reconciler.visit(copy, FleetSample.NOW.plusSeconds(120));
    assertEquals(List.of(Operation.Push), fleet.asked("n2").stream().map(Assignment::op).toList());
  }

  @Test
  void waitsForAnImageThatNoNodeHas() {
    var status = visit(copy("source: other, tags: ['x:1']"));
    assertEquals("ImageNotFound", ready(status).reason());
    assertEquals("Waiting", status.copies().getFirst().state());
    assertNull(status.completionTime());
  }

  private static Condition ready(ImageCopyStatus status) {
    return Condition.find(status.conditions(), Condition.READY).orElseThrow();
  }
}
