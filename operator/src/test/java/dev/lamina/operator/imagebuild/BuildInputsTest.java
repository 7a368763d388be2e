package dev.lamina.operator.imagebuild;

import static dev.lamina.operator.imagebuild.BuildSample.build;
import static dev.lamina.operator.imagebuild.BuildSample.references;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.imagebuild.BuiltImage;
import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.imagebuild.ImageBuildSpec;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.operator.imagebuild.BuildInputs.Awaited;
import dev.lamina.operator.imagebuild.BuildInputs.Ordered;
import dev.lamina.operator.imagebuild.BuildInputs.Refused;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildInputsTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String FROM = "buildContexts: [{name: base, from: {imageBuild: other}}],";

  @Test
  void aConfigMapIsTheContextWithItsDockerfile() {
    var map = map(Map.of("Dockerfile", "FROM base", "page", "Hi"));
    var order = ordered(fromConfigMap(), references(map, null)).order();
    var inline = requireNonNull(order.inline());
    assertEquals("FROM base", inline.dockerfile());
    assertEquals(2, inline.files().size());
    var changed = references(map(Map.of("Dockerfile", "FROM base", "page", "Ho")), null);
    assertNotEquals(
        ordered(fromConfigMap(), references(map, null)).hash(),
        ordered(fromConfigMap(), changed).hash());
  }

  @Test
  void aConfigMapThatIsNotThereIsWaitedFor() {
    var awaited =
        assertInstanceOf(Awaited.class, BuildInputs.of(fromConfigMap(), BuildSample.NOTHING));
    assertEquals("ConfigMapNotFound", awaited.reason());
  }

  @Test
  void aConfigMapWithoutADockerfileIsRefused() {
    var refused =
        assertInstanceOf(
            Refused.class,
            BuildInputs.of(fromConfigMap(), references(map(Map.of("a", "b")), null)));
    assertEquals(
        "ConfigMap files has no key Dockerfile, which spec.dockerfile names", refused.message());
  }

  @Test
  void theImageOfAnotherBuildIsUsedWhereItIs() {
    var ordered = ordered(build(FROM), references(null, other(true, null)));
    assertEquals("localhost/o@sha256:d", ordered.order().contexts().getFirst().image());
    assertEquals("n7", ordered.node());
  }

  @Test
  void anImageThatARegistryHasIsUsedAnywhere() {
    assertNull(ordered(build(FROM), references(null, other(true, Instant.EPOCH))).node());
  }

  @Test
  void anotherBuildThatIsNotReadyIsWaitedFor() {
    var awaited =
        assertInstanceOf(
            Awaited.class, BuildInputs.of(build(FROM), references(null, other(false, null))));
    assertEquals("AwaitingImageBuild", awaited.reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{images: [web], push: true}                      | names must carry a registry",
        "{images: [localhost/web], push: true}            | names must carry a registry",
        "{images: [web], sourceDateEpoch: commit}         | commit needs spec.source.git",
        "{images: [web], sourceDateEpoch: yesterday}      | want seconds since 1970",
      })
  void saysWhatCannotBe(String output, String message) {
    var build = build("");
    build.setSpec(
        YAML.unmarshal(
            "source: {inline: {dockerfile: FROM scratch}}\noutput: %s\n".formatted(output),
            ImageBuildSpec.class));
    var refused = assertInstanceOf(Refused.class, BuildInputs.of(build, BuildSample.NOTHING));
    assertTrue(refused.message().contains(message), refused.message());
  }

  @Test
  void aPlacementElsewhereIsRefused() {
    var refused =
        assertInstanceOf(
            Refused.class,
            BuildInputs.of(
                build(FROM + "placement: {nodeName: n1},"), references(null, other(true, null))));
    assertTrue(refused.message().contains("only on node n7"), refused.message());
  }

  private static Ordered ordered(ImageBuild build, BuildReferences references) {
    return assertInstanceOf(Ordered.class, BuildInputs.of(build, references));
  }

  private static ImageBuild fromConfigMap() {
    return YAML.unmarshal(
        """
        metadata: {name: web, namespace: team-a, uid: u1, generation: 4}
        spec: {source: {configMapRef: {name: files}}, output: {images: ['web:1']}}
        """,
        ImageBuild.class);
  }

  private static ConfigMap map(Map<String, String> data) {
    return new ConfigMapBuilder().withData(data).build();
  }

  private static ImageBuild other(boolean isReady, @Nullable Instant pushedAt) {
    var other = build("");
    other.getMetadata().setName("other");
    var draft = new StatusDraft();
    draft.observedGeneration = 4L;
    draft.latestImage = "localhost/o@sha256:d";
    draft.nodeName = "n7";
    draft.outputs = List.of(new BuiltImage("localhost/o:latest", "sha256:d", pushedAt));
    draft.conditions =
        List.of(
            new Condition(
                Condition.READY,
                isReady ? ConditionStatus.True : ConditionStatus.False,
                4L,
                Instant.EPOCH,
                "Reason",
                ""));
    other.setStatus(draft.toStatus());
    return other;
  }
}
