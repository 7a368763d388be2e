package dev.lamina.operator.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.imagenode.ImageFacts;
import dev.lamina.crds.imagerecord.RecordedStep;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RecordDraftTest {
  private static final String CONFIG =
      """
      {"os": "linux", "architecture": "arm64", "variant": "v8", "created": "2026-01-02T03:04:05.6Z",
       "config": {"Cmd": ["nginx"], "ExposedPorts": {"80/tcp": {}}, "Labels": {"a": "b"}},
       "rootfs": {"type": "layers", "diff_ids": ["sha256:d1", "sha256:d2"]},
       "history": [
         {"created_by": "ADD base", "created": "2026-01-01T00:00:00Z"},
         {"created_by": "ENV X=1", "empty_layer": true},
         {"created_by": "RUN make", "comment": "buildkit"}]}
      """;

  @Test
  void tellsWhichInstructionMadeWhichLayer() {
    var facts = Documents.of(CONFIG, List.of(100L, 30L));

    var status = RecordDraft.of(facts.digest(), facts.facts());

    assertEquals("linux/arm64/v8", status.platform());
    assertEquals(130, status.sizeBytes());
    assertEquals(facts.facts().packages(), status.packages());
    assertEquals(15, status.downloadSizeBytes());
    assertEquals(List.of("80/tcp"), Objects.requireNonNull(status.config()).exposedPorts());
    assertEquals(
        List.of("ADD base", "RUN make"),
        status.layers().stream().map(layer -> layer.createdBy()).toList());
    assertEquals("sha256:d2", status.layers().getLast().diffID());
    assertEquals(
        List.of("RUN make", "ENV X=1", "ADD base"),
        status.history().stream().map(RecordedStep::createdBy).toList());
    assertEquals(
        List.of(30L, 0L, 100L), status.history().stream().map(RecordedStep::bytes).toList());
    assertEquals(status.imageID(), status.history().getFirst().id());
    assertEquals("<missing>", status.history().getLast().id());
  }

  @Test
  void believesNoDocumentWithAnotherDigest() {
    var facts = Documents.of(CONFIG, List.of());
    var other = new ImageFacts(facts.facts().manifest(), "{}", List.of(), null);
    assertRefused("config", facts.digest(), other);
    assertRefused("manifest", Fleet.digest(1), facts.facts());
  }

  @Test
  void layersWithoutAStepHaveARowEach() {
    var facts = Documents.of("[]", List.of(7L));
    assertEquals(
        List.of(0L, 7L),
        RecordDraft.of(facts.digest(), facts.facts()).history().stream()
            .map(RecordedStep::bytes)
            .toList());
    var noJson = Documents.of("{", List.of());
    assertRefused("not JSON", noJson.digest(), noJson.facts());
  }

  private static void assertRefused(String message, String digest, ImageFacts facts) {
    var failure = assertThrows(IllegalArgumentException.class, () -> RecordDraft.of(digest, facts));
    assertTrue(String.valueOf(failure.getMessage()).contains(message), failure::getMessage);
  }
}
