package dev.lamina.crds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.crds.containerrun.ContainerRun;
import dev.lamina.crds.imagebuild.CacheMode;
import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.imagebuild.RunPolicy;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imagepull.ImagePull;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.registryconfig.ConfigMapReference;
import dev.lamina.crds.registryconfig.RegistryConfig;
import dev.lamina.crds.registryconfig.RegistryEntry;
import dev.lamina.crds.registryconfig.SecretReference;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The kinds through the JSON that the Kubernetes client reads and writes.
class KindsTest {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  static Stream<Class<? extends HasMetadata>> kinds() {
    return Stream.of(
        ImageBuild.class, ImagePull.class, ContainerRun.class, ImageNode.class, NodeTask.class);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void writesWhatItReadOfTheExample(Class<? extends HasMetadata> kind) {
    var example = example(kind.getSimpleName());
    var written = JSON.convertValue(JSON.convertValue(example, kind), JsonNode.class);
    assertEquals(List.of(), Json.leavesMissing(example, written));
  }

  @Test
  void appliesTheDefaultsOfTheSchemaToAbsentFields() {
    var build =
        JSON.unmarshal(
            """
            apiVersion: lamina.dev/v1alpha1
            kind: ImageBuild
            metadata: {name: web}
            spec: {source: {inline: {dockerfile: FROM scratch}}, output: {images: [web]}, cache: {}}
            """,
            ImageBuild.class);
    var spec = build.getSpec();
    assertEquals("Dockerfile", spec.dockerfile());
    assertEquals(3600L, spec.activeDeadlineSeconds());
    assertEquals(List.of(), spec.args());
    assertEquals(RunPolicy.SerialLatestOnly, spec.effectiveRunPolicy());
    assertEquals(CacheMode.Local, Optional.ofNullable(spec.cache()).orElseThrow().mode());
  }

  @Test
  void readsEveryFieldOfARegistry() {
    var config =
        JSON.unmarshal(
            """
            apiVersion: lamina.dev/v1alpha1
            kind: RegistryConfig
            metadata: {name: default}
            spec:
              registries:
              - {prefix: docker.io, mirrors: ['https://mirror.example.com'], maxPullsPerMinute: 300,
                 caConfigMapRef: {namespace: lamina-system, name: ca},
                 credentialsSecretRef: {namespace: lamina-system, name: hub}}
            """,
            RegistryConfig.class);
    assertEquals(
        List.of(
            new RegistryEntry(
                "docker.io",
                List.of("https://mirror.example.com"),
                new ConfigMapReference("lamina-system", "ca", "ca.crt"),
                false,
                300,
                List.of(),
                new SecretReference("lamina-system", "hub"))),
        config.getSpec().registries());
  }

  @Test
  void toleratesFieldsOfANewerVersion() {
    var run =
        JSON.unmarshal(
            """
            {"kind": "ContainerRun", "apiVersion": "lamina.dev/v1alpha1",
             "spec": {"image": "web", "fieldOfTomorrow": true}}
            """,
            ContainerRun.class);
    assertEquals("web", run.getSpec().image());
  }

  @Test
  void aStatusPatchCarriesNoSpec() {
    var run = new ContainerRun();
    var written = JSON.convertValue(run, JsonNode.class);
    assertTrue(written.path("spec").isMissingNode(), written::toString);
  }

  private static JsonNode example(String kind) {
    return Stream.of("user", "internal")
        .flatMap(
            file -> Stream.of(resource("/examples/example-" + file + ".yaml").split("\n---\n")))
        .map(document -> JSON.unmarshal(document, JsonNode.class))
        .filter(document -> document.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static String resource(String path) {
    try (var in = open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + path, e);
    }
  }

  private static InputStream open(String path) {
    var in = KindsTest.class.getResourceAsStream(path);
    assertNotNull(in, path);
    return in;
  }
}
