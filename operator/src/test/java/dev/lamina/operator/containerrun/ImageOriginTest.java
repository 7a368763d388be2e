package dev.lamina.operator.containerrun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.operator.containerrun.ImageOrigin.State;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageOriginTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String READY =
      """
      observedGeneration: 4, completionTime: '2026-11-20T22:40:00Z',
      outputs: [{ref: 'localhost/web:1', digest: 'sha256:aa'}],
      conditions: [{type: Ready, status: 'True', reason: BuildSucceeded, message: ''}]
      """;

  @Test
  void aBuildThatNobodyHasLookedAtIsUnderWay() {
    var origin = ImageOrigin.of("web:1", List.of(build("", ""))).orElseThrow();
    assertEquals(new ImageOrigin("web-image", State.Building, false, null), origin);
  }

  @Test
  void aReadyBuildHasMadeTheImage() {
    var origin = ImageOrigin.of("localhost/web:1", List.of(build("", READY))).orElseThrow();
    var at = Instant.parse("2026-11-20T22:40:00Z");
    assertEquals(new ImageOrigin("web-image", State.Built, true, at), origin);
  }

  @Test
  void aStatusOfAnOlderSpecSaysThatTheNextBuildIsUnderWay() {
    var older = READY.replace("observedGeneration: 4", "observedGeneration: 3");
    var origin = ImageOrigin.of("web:1", List.of(build("", older))).orElseThrow();
    assertEquals(new ImageOrigin("web-image", State.Building, true, null), origin);
  }

  @Test
  void aStalledBuildHasFailedAndASuspendedOneDoesNothing() {
    var stalled = READY.replace("type: Ready", "type: Stalled");
    assertEquals(State.Failed, state(build("", stalled)));
    assertEquals(State.Suspended, state(build("suspend: true,", "")));
  }

  @Test
  void ofSeveralBuildsTheOneAtWorkCounts() {
    var building = build("", "");
    building.getMetadata().setName("zzz");
    var origin = ImageOrigin.of("web:1", List.of(build("", READY), building)).orElseThrow();
    assertEquals(new ImageOrigin("zzz", State.Building, true, null), origin);
  }

  @ParameterizedTest
  @CsvSource({
    "web:1, true",
    "localhost/web:1, true",
    "web@sha256:aa, true",
    "web:1@sha256:aa, true",
    "web, false",
    "web:2, false",
    "web@sha256:bb, false"
  })
  void isFoundByNameAndByDigest(String image, boolean isFound) {
    assertEquals(isFound, ImageOrigin.of(image, List.of(build("", READY))).isPresent());
  }

  @Test
  void aBuildThatGoesAwayMakesNothing() {
    var leaving = build("", READY);
    leaving.getMetadata().setDeletionTimestamp("2026-11-20T22:41:00Z");
    assertEquals(Optional.empty(), ImageOrigin.of("web:1", List.of(leaving)));
    assertTrue(ImageOrigin.of(null, List.of(build("", READY))).isEmpty());
  }

  private static State state(ImageBuild build) {
    return ImageOrigin.of("web:1", List.of(build)).orElseThrow().state();
  }

  private static ImageBuild build(String fields, String status) {
    return YAML.unmarshal(
        """
        apiVersion: lamina.dev/v1alpha1
        kind: ImageBuild
        metadata: {name: web-image, namespace: team-a, uid: u2, generation: 4}
        spec: {%s source: {inline: {dockerfile: FROM scratch}}, output: {images: ['web:1']}}
        status: {%s}
        """
            .formatted(fields, status.replace("\n", " ")),
        ImageBuild.class);
  }
}
