package dev.lamina.operator.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.image.ImageStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageRowsTest {
  private final Fleet fleet = new Fleet();

  @Test
  void twoTagsOfOneImageAreTwoRowsWithOneId() {
    fleet.put("n1", fleet.image(1, "team-a", "localhost/web:1", "docker.io/library/web:stable"));

    var rows = rows();

    assertEquals(
        List.of("web:1", "web:stable"),
        rows.stream().map(row -> row.repository() + ":" + row.tag()).sorted().toList());
    assertEquals(1, rows.stream().map(ImageStatus::shortID).distinct().count());
    assertEquals("12.3MB", rows.getFirst().size());
  }

  @Test
  void anImageThatNobodyNamesIsARowOfItsOwn() {
    fleet.put("n1", fleet.image(1, "team-a"));
    var row = rows().getFirst();
    assertEquals("<none>", row.repository());
    assertEquals("<none>", row.tag());
  }

  @Test
  void aNameOnOneNodeNamesTheImageOnAll() {
    fleet.put("n1", fleet.image(1, "team-a", "localhost/web:1"));
    fleet.put("n2", fleet.image(1, "team-a"));
    assertEquals(1, rows().size());
  }

  @Test
  void everyTenantHasRowsOfItsOwn() {
    fleet.put("n1", fleet.image(1, "team-a", "localhost/web:1"));
    fleet.put("n2", fleet.image(1, "team-b", "localhost/web:1"));
    var namespaces = objects().keySet().stream().map(ObjectKey::namespace).sorted().toList();
    assertEquals(List.of("team-a", "team-b"), namespaces);
  }

  @Test
  void aNameThatMovedCountsTheNodesThatAreBehind() {
    fleet.put("n1", fleet.image(1, "team-a", "localhost/web:1"));
    fleet.put("n2", fleet.image(2, "team-a", "localhost/web:1"));
    fleet.put("n3", fleet.image(2, "team-a", "localhost/web:1"));

    var row = rows().getFirst();

    assertEquals(Fleet.digest(2), row.digest());
    assertEquals(2, row.nodes());
    assertEquals(1, row.outdatedNodes());
  }

  @Test
  void objectsHaveNamesThatKubernetesTakes() {
    fleet.put(
        "n1",
        fleet.image(
            1,
            "team-a",
            "registry.example.com:5000/Team_x/" + "long".repeat(40) + ":V1_x",
            "registry.example.com/web@" + Fleet.digest(9)),
        fleet.image(2, "team-a"));
    for (var key : objects().keySet()) {
      assertTrue(
          key.name().matches("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?") && !key.name().contains(".."),
          key::name);
    }
    assertEquals(3, objects().size());
  }

  private Map<ObjectKey, ImageStatus> objects() {
    return ImageRows.of(fleet.census.byNode());
  }

  private List<ImageStatus> rows() {
    return List.copyOf(objects().values());
  }
}
