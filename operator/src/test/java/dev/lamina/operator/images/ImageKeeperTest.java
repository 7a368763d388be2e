package dev.lamina.operator.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.image.ImageStatus;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.AssignmentResult;
import dev.lamina.crds.imagenode.ImageFacts;
import dev.lamina.crds.imagenode.Operation;
import dev.lamina.crds.imagenode.ResultState;
import dev.lamina.crds.imagerecord.ImageRecordStatus;
import dev.lamina.crds.nodeinventory.InventoryImage;
import dev.lamina.crds.nodeinventory.InventoryTenant;
import dev.lamina.operator.fleet.FleetSample;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImageKeeperTest {
  private static final Clock CLOCK = Clock.fixed(FleetSample.NOW, ZoneOffset.UTC);
  private static final Documents DOCUMENTS =
      Documents.of("{\"os\": \"linux\", \"architecture\": \"amd64\"}", List.of(1L, 2L));

  private final Fleet fleet = new Fleet();
  private final FleetSample nodes = new FleetSample("n1", "n2");
  private final MemoryStore<ImageStatus> images = new MemoryStore<>();
  private final MemoryStore<ImageRecordStatus> records = new MemoryStore<>();
  private ImageKeeper keeper = keeper();

  private ImageKeeper keeper() {
    var inspections = new Inspections(nodes, nodes, "lamina-system/images");
    return new ImageKeeper(fleet.census, images, records, inspections, CLOCK);
  }

  private static InventoryImage known() {
    var tenant = new InventoryTenant("team-a", List.of("localhost/web:1"), null);
    return new InventoryImage(
        DOCUMENTS.digest(), "sha256:c", Instant.EPOCH, 3L, List.of(tenant), false, null, null);
  }

  private static AssignmentResult answer(Assignment assignment, @Nullable ImageFacts facts) {
    return new AssignmentResult(
        assignment.id(),
        ResultState.Succeeded,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        FleetSample.NOW,
        FleetSample.NOW,
        facts,
        null);
  }

  @Test
  void concludesNothingBeforeAllNodesAreRead() {
    images.objects.put(new ObjectKey("team-a", "old"), null);
    fleet.put("n1", known());
    keeper.keep();
    assertEquals(List.of(), images.calls);
  }

  @Test
  void asksOneNodeForTheDocumentsAndWritesTheFactsOnce() {
    var asked = askedAboutTheKnown();
    assertEquals(Operation.Inspect, asked.op());
    assertEquals("team-a", asked.tenant());
    assertEquals(DOCUMENTS.digest(), asked.image());
    assertEquals(List.of(), nodes.asked("n2"));

    learn();

    assertEquals(List.of(), nodes.asked("n1"));
    var record = records.objects.values().iterator().next();
    assertNotNull(record);
    assertEquals("linux/amd64", record.platform());
    assertEquals(2, record.nodes());
    assertEquals(List.of("localhost/web:1"), record.names());
    assertEquals(1, images.objects.size());
  }

  /// Two nodes have the image, and one is asked.
  private Assignment askedAboutTheKnown() {
    fleet.put("n1", known());
    fleet.put("n2", known());
    fleet.census.complete();
    keeper.keep();
    return nodes.asked("n1").getFirst();
  }

  private void learn() {
    nodes.answer("n1", assignment -> answer(assignment, DOCUMENTS.facts()));
    keeper.keep();
  }

  @Test
  void doesNotAskAgainAfterARestart() {
    askedAboutTheKnown();
    learn();
    var writes = records.calls.size();
    keeper = keeper();
    keeper.keep();
    assertEquals(List.of(), nodes.asked("n1"));
    assertEquals(List.of(), nodes.asked("n2"));
    assertEquals(writes, records.calls.size());
  }

  @Test
  void asksAnotherNodeAboutAnImageThatOneLiesAbout() {
    fleet.put("n1", known());
    fleet.put("n2", known());
    fleet.census.complete();
    keeper.keep();
    var lie = new ImageFacts("{}", "{}", List.of(), null);
    nodes.answer("n1", assignment -> answer(assignment, lie));
    keeper.keep();
    assertEquals(1, nodes.asked("n2").size());
    nodes.answer("n2", assignment -> answer(assignment, lie));
    keeper.keep();
    keeper.keep();

    var record = records.objects.values().iterator().next();
    assertNotNull(record);
    assertNull(record.platform());
    assertTrue(String.valueOf(record.problem()).contains("digest"), record::toString);
  }

  @Test
  void whatTheLastNodeDropsIsGone() {
    askedAboutTheKnown();
    learn();
    fleet.census.remove("n1");
    keeper.keep();
    assertEquals(1, records.objects.size());
    fleet.census.remove("n2");
    keeper.keep();
    assertEquals(0, images.objects.size());
    assertEquals(0, records.objects.size());
  }

  /// A thousand images on each of fifty nodes.
  @Test
  void aLargeFleetIsWrittenOnceAndThenNotAtAll() {
    var all =
        IntStream.range(0, 1000)
            .mapToObj(i -> fleet.image(i, "team-a", "r.test/app:" + i))
            .toArray(InventoryImage[]::new);
    IntStream.range(0, 50).forEach(node -> fleet.put("n" + (100 + node), all));
    fleet.census.complete();
    for (var round = 0; round < 20; round++) {
      keeper.keep();
    }
    assertEquals(1000, images.objects.size());
    assertEquals(1000, images.calls.size());
    keeper.keep();
    fleet.put("n100", all);
    keeper.keep();
    assertEquals(1000, images.calls.size());
  }
}
