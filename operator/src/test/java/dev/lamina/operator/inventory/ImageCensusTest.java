package dev.lamina.operator.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.nodeinventory.InventoryImage;
import dev.lamina.crds.nodeinventory.InventoryTenant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageCensusTest {
  private final ImageCensus census = new ImageCensus();

  private static InventoryImage image(int number, String tenant, String... names) {
    return new InventoryImage(
        "sha256:m" + number,
        "sha256:c" + number,
        Instant.ofEpochSecond(number),
        1L,
        List.of(new InventoryTenant(tenant, List.of(names), null)),
        false,
        null,
        null);
  }

  @ParameterizedTest
  @CsvSource({
    "web, sha256:m1",
    "localhost/web:latest, sha256:m1",
    "nginx, sha256:m2",
    "docker.io/nginx:latest, sha256:m2",
    "sha256:m2, sha256:m2",
    "sha256:c1, sha256:m1"
  })
  void findsWhatATenantMeans(String name, String digest) {
    census.put(
        "n1",
        List.of(
            image(1, "team-a", "localhost/web:latest"),
            image(2, "team-a", "docker.io/library/nginx:latest")));
    assertEquals(
        Optional.of(digest), census.find("team-a", name).map(found -> found.facts().digest()));
    assertTrue(census.find("team-b", name).isEmpty());
  }

  @Test
  void aNameMeansTheNewestAndTheNodesThatHaveIt() {
    census.put("n1", List.of(image(1, "team-a", "r.test/web:1")));
    census.put("n2", List.of(image(2, "team-a", "r.test/web:1")));
    assertEquals(Set.of("n2"), census.find("team-a", "r.test/web:1").orElseThrow().nodes());
  }

  @Test
  void tellsOfChangesOnly() {
    var changes = new AtomicInteger();
    census.onChange(changes::incrementAndGet);
    census.put("n1", List.of(image(1, "team-a")));
    census.put("n1", List.of(image(1, "team-a")));
    census.remove("n2");
    census.remove("n1");
    assertEquals(2, changes.get());
  }

  @ParameterizedTest
  @CsvSource({
    "localhost/web:1, web, 1",
    "docker.io/library/alpine:3.20, alpine, 3.20",
    "docker.io/team/web:x, team/web, x",
    "r.test:5000/a/b:1, r.test:5000/a/b, 1",
    "r.test:5000/a@sha256:00, r.test:5000/a, <none>"
  })
  void namesAreShownAsDockerShowsThem(String reference, String repository, String tag) {
    assertEquals(new ImageName(repository, tag), ImageName.of(reference));
  }
}
