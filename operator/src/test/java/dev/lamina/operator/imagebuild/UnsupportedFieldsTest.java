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
        "source: {git: {url: 'https://x'}} | spec.source.git",
        "source: {configMapRef: {name: c}} | spec.source.configMapRef",
        "source: {ociArtifact: {image: i}} | spec.source.ociArtifact",
        "source: {upload: {digest: d}}     | spec.source.upload",
        "output: {push: true}              | spec.output.push",
        "output: {load: {}}                | spec.output.load",
        "output: {compression: zstd}       | spec.output.compression",
        "output: {annotations: {a: b}}     | spec.output.annotations",
        "output: {sourceDateEpoch: 1}      | spec.output.sourceDateEpoch",
        "output: {sbom: SPDX}              | spec.output.sbom",
        "output: {provenance: Min}         | spec.output.provenance",
        "output: {sign: {keySecretRef: {name: k}}} | spec.output.sign",
        "cache: {mode: Registry}           | spec.cache.mode Registry",
        "cache: {noCacheFilter: [a]}       | spec.cache.noCacheFilter",
        "secrets: [{id: i}]                | spec.secrets",
        "buildContexts: [{name: a}]        | spec.buildContexts",
        "platforms: [linux/amd64, linux/arm64] | spec.platforms with more than one entry",
        "triggers: {}                      | spec.triggers",
        "lint: Warn                        | spec.lint",
        "keepOnFailure: 2h                 | spec.keepOnFailure",
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
            cache: {mode: None}
            noCache: true
            network: None
            resources: {cpu: 500m, memory: 1Gi}
            placement: {nodeName: n, nodeSelector: {a: b}}
            output: {images: [a, b], labels: {a: b}, sbom: 'Off', provenance: None}
            lint: 'Off'
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
