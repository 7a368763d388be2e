package dev.lamina.agent.transfer;

import static dev.lamina.agent.transfer.TestLayout.config;
import static dev.lamina.agent.transfer.TestLayout.diffId;
import static dev.lamina.agent.transfer.TestLayout.tar;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.Tenant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// skopeo and umoci read what is exported, and what skopeo writes is imported.
class InteroperabilityIT {
  @TempDir private Path directory;
  private TestStore store;
  private ImportedImage image;

  @BeforeEach
  void exportAnImage() throws IOException {
    store = new TestStore(directory.resolve("store"));
    var layout = new TestLayout(directory.resolve("layout"));
    var config = config(Platform.host(), List.of(diffId(tar("a")), diffId(tar("b"))));
    var index = layout.index(layout.image(config, List.of(tar("a"), tar("b"))));
    image = store.load(index, "web:1").getFirst();
    store.exports().run(Tenant.DEFAULT, "web:1", directory.resolve("exported"));
    store.exports().run(Tenant.DEFAULT, "web:1", directory.resolve("exported.tar"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @CsvSource({"oci:exported:1", "oci:exported", "oci-archive:exported.tar:1"})
  void skopeoInspectsTheExport(String source) throws Exception {
    var output = run("skopeo", "inspect", source);

    assertTrue(output.contains(image.image().digest().toString()), output);
  }

  @ParameterizedTest
  @CsvSource({
    "oci:exported:1,              oci:copied:localhost/web:1,          copied",
    "oci-archive:exported.tar:1,  oci-archive:copied.tar:localhost/web:1, copied.tar",
    "oci:exported:1,              docker-archive:docker.tar:localhost/web:1, docker.tar",
  })
  void whatSkopeoCopiesComesBackTheSame(String from, String to, String file) throws Exception {
    run("skopeo", "--insecure-policy", "copy", from, to);

    try (var other = new TestStore(directory.resolve("other"))) {
      var imported = other.load(directory.resolve(file), null).getFirst();

      assertEquals(image.image().layers(), imported.image().layers());
      assertEquals(image.image().createdAt(), imported.image().createdAt());
      assertEquals(List.of(Reference.parse("localhost/web:1")), imported.names());
    }
  }

  @Test
  void umociUnpacksTheExport() throws Exception {
    run("umoci", "unpack", "--image", "exported:1", "bundle");

    for (var file : List.of("a", "b")) {
      assertEquals(
          "content of " + file, Files.readString(directory.resolve("bundle/rootfs/" + file)));
    }
  }

  private String run(String... command) throws Exception {
    var process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
