package dev.lamina.operator.imagebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.crds.imagebuild.ImageBuildSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnsupportedFieldsTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "source: {ociArtifact: {image: i}} | spec.source.ociArtifact",
        "source: {upload: {digest: d}}     | spec.source.upload",
        "output: {load: {}}                | spec.output.load",
        "output: {sbom: SPDX}              | spec.output.sbom",
        "output: {provenance: Min}         | spec.output.provenance",
        "output: {sign: {keySecretRef: {name: k}}} | spec.output.sign",
        "platforms: [linux/amd64, linux/arm64] | spec.platforms with more than one entry",
        "resources: {ephemeralStorage: 1Gi} | spec.resources.ephemeralStorage"
      })
  void isRefusedByName(String field, String name) {
    assertEquals(List.of(name), UnsupportedFields.of(spec(field)));
  }

  @Test
  void whatIsBuiltIsAccepted() {
    var spec =
        spec(
            """
            source: {http: {url: 'http://x', sha256: abc, stripComponents: 1}}
            dockerfile: docker/Dockerfile
            target: base
            args: [{name: A, value: b}]
            platforms: [linux/amd64]
            cache: {mode: None, noCacheFilter: [a]}
            secrets: [{id: i, secretName: s, key: k}]
            buildContexts: [{name: a, image: b}, {name: c, git: {url: 'https://x'}}]
            pullSecretRefs: [{name: s}]
            noCache: true
            network: None
            resources: {cpu: 500m, memory: 1Gi}
            placement: {nodeName: n, nodeSelector: {a: b}}
            output: {images: [a.b/c], push: true, pushSecretRef: {name: s}, labels: {a: b},
              annotations: {a: b}, compression: zstd, sourceDateEpoch: 1, sbom: 'Off', provenance: None}
            lint: Error
            """);
    assertEquals(List.of(), UnsupportedFields.of(spec));
  }

  private static ImageBuildSpec spec(String fields) {
    var missing =
        (fields.contains("source:") ? "" : "source: {inline: {dockerfile: FROM scratch}}\n")
            + (fields.contains("output:") ? "" : "output: {images: [web]}\n");
    return YAML.unmarshal(missing + fields, ImageBuildSpec.class);
  }
}
