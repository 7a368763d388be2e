package dev.lamina.agent.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OciJsonTest {
  private static final String DESCRIPTOR =
      """
      {"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:%s","size":2}\
      """
          .formatted("ab".repeat(32));

  @Test
  void readsAndWritesAManifest() {
    var bytes =
        bytes(
            """
            {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s],"annotations":{"b":"2","a":"1"}}\
            """
                .formatted(MediaTypes.OCI_MANIFEST, DESCRIPTOR, DESCRIPTOR));

    var manifest = OciJson.manifest(bytes, MediaTypes.OCI_MANIFEST);

    assertEquals(1, manifest.layers().size());
    var written = OciJson.bytes(manifest);
    assertArrayEquals(written, OciJson.bytes(OciJson.manifest(written, MediaTypes.OCI_MANIFEST)));
    assertEquals("{\"a\":\"1\",\"b\":\"2\"}", section(written, "annotations"));
  }

  @Test
  void readsADockerConfigWithNulls() {
    var config =
        OciJson.config(
            bytes(
                """
                {"architecture":"amd64","os":"linux","created":"2024-01-27T00:30:48.123456789Z",
                 "config":{"Env":null,"Cmd":["/bin/sh"],"Entrypoint":null,"OnBuild":null,"ExposedPorts":{"80/tcp":{}}},
                 "history":[{"created_by":"CMD","empty_layer":true}],
                 "rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}\
                """
                    .formatted("cd".repeat(32))));

    assertEquals(List.of(), config.config().env());
    assertNull(config.config().entrypoint());
    assertEquals(List.of("80/tcp"), List.copyOf(config.config().ports()));
    var written = new String(OciJson.bytes(config), StandardCharsets.UTF_8);
    assertEquals(config, OciJson.config(bytes(written)));
    assertEquals(true, written.contains("\"created\":\"2024-01-27T00:30:48.123456789Z\""), written);
    assertEquals(true, written.contains("{\"created_by\":\"CMD\",\"empty_layer\":true}"), written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"schemaVersion\":2}",
        "{\"config\":{},\"layers\":[],\"layers\":[]}",
        "{\"config\":{},\"layers\":[],\"manifests\":[]}",
        "{\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"config\":{},\"layers\":[]}",
        "{\"config\":{\"mediaType\":\"x\",\"digest\":\"sha256:../../x\",\"size\":1},\"layers\":[]}",
        "{\"config\":{\"mediaType\":\"x\",\"size\":1},\"layers\":[]}",
      })
  void refusesWhatIsNoManifest(String text) {
    var failure =
        assertThrows(
            AgentException.class, () -> OciJson.manifest(bytes(text), MediaTypes.OCI_MANIFEST));

    assertEquals(FailureReason.InvalidImage, failure.reason());
  }

  @Test
  void refusesDeepNesting() {
    var deep = "{\"a\":".repeat(5000) + "1" + "}".repeat(5000);

    assertThrows(
        AgentException.class, () -> OciJson.manifest(bytes(deep), MediaTypes.OCI_MANIFEST));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String section(byte[] json, String key) {
    var text = new String(json, StandardCharsets.UTF_8);
    var start = text.indexOf("\"" + key + "\":") + key.length() + 3;
    return text.substring(start, text.indexOf('}', start) + 1);
  }
}
