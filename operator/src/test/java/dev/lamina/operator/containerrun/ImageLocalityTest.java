package dev.lamina.operator.containerrun;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.crds.imagebuild.BuiltImage;
import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.crds.nodetask.BuildReport;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.operator.dispatch.TaskSample;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageLocalityTest {
  @ParameterizedTest
  @CsvSource({
    "web, localhost/web:latest, true",
    "web:latest, localhost/web:latest, true",
    "localhost/web, localhost/web:latest, true",
    "registry.example.com:5000/a/web, registry.example.com:5000/a/web:latest, true",
    "web@sha256:aa, localhost/web:latest, true",
    "web@sha256:ab, localhost/web:latest, false",
    "web:2, localhost/web:latest, false"
  })
  void findsTheNodeThatBuiltTheImage(String wanted, String built, boolean isFound) {
    var nodes = ImageLocality.nodesWith(wanted, List.of(build(built)));
    assertEquals(isFound ? Map.of("n1", TaskSample.ENDED) : Map.of(), nodes);
  }

  private static NodeTask build(String ref) {
    var owner = new ImageBuild();
    owner.setMetadata(
        new ObjectMetaBuilder().withName("web").withNamespace("team-a").withUid("u").build());
    var report =
        new BuildReport(
            null,
            null,
            null,
            List.of(),
            null,
            List.of(),
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            List.of(new BuiltImage(ref, "sha256:aa", null)));
    return TaskSample.build(owner, 1, 1, "n1").reported(ConditionStatus.True, "Done", report, null);
  }
}
