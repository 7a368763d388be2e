package dev.lamina.standalone.endpoint;

import static dev.lamina.standalone.endpoint.EndpointFixture.PLAIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.standalone.lifecycle.DeleteOptions;
import dev.lamina.standalone.status.StatusException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
  private static final String BOX = "boxes.x.y";

  @TempDir Path directory;

  @Test
  void showsObjectsEnteringAndLeavingTheSelection() throws Exception {
    try (var api = new EndpointFixture(directory)) {
      var selection = Selection.of(api.type(BOX), "ns", "app=web", "spec.color=red");
      var watch = Watch.after(api.store(), selection, api.store().revision());
      api.create("configmaps", "{metadata: {name: other, labels: {app: web}}}");
      api.create(BOX, "{metadata: {name: a, labels: {app: db}}, spec: {color: red}}");
      api.patch(BOX, "a", "{metadata: {labels: {app: web}}}", PLAIN);
      api.patch(BOX, "a", "{metadata: {annotations: {x: y}}}", PLAIN);
      api.patch(BOX, "a", "{spec: {color: blue}}", PLAIN);
      api.delete(BOX, "a", DeleteOptions.BACKGROUND);

      var changes = watch.next(Duration.ofSeconds(5));

      assertEquals(
          List.of("ADDED", "MODIFIED", "DELETED"),
          changes.stream().map(change -> change.type().name()).toList());
      assertEquals(api.store().revision(), watch.revision());
    }
  }

  @Test
  void tellsAClientThatIsTooFarBehindToListAgain() {
    try (var api = new EndpointFixture(directory)) {
      var selection = Selection.of(api.type(BOX), "ns", "", "");

      var watch = Watch.after(api.store(), selection, 0);

      var failure = assertThrows(StatusException.class, () -> watch.next(Duration.ZERO));
      assertEquals(410, failure.status().code());
    }
  }
}
