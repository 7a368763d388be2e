package dev.lamina.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.agent.diff.LayerComparison;
import dev.lamina.agent.http.Json;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.registry.LocalRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An image with odd entries that umoci has written: the same files and the same bytes here as
/// there.
class AgreementIT {
  private static final String FIRST =
      """
      mkdir -p bin etc odd/deep gone/below hidden
      echo program > bin/su; chmod 4755 bin/su
      echo root > etc/passwd; chown 3:4 etc/passwd; chmod 640 etc/passwd
      echo one > odd/one; ln odd/one odd/deep/other; ln -s ../nowhere odd/dangling
      ln -s /etc/passwd odd/absolute; chown -h 7:8 odd/absolute
      mkfifo odd/pipe; mknod odd/null c 1 3; chmod 1777 odd/deep
      truncate -s 1M odd/sparse; echo end >> odd/sparse
      mkdir -p "odd/$(head -c 120 /dev/zero | tr '\\0' n)"; echo é > "odd/ü b"
      echo x > gone/below/file; echo x > hidden/old; echo x > etc/turns
      touch -d '2001-02-03 04:05:06.789' odd/one
      setfattr -n user.note -v one etc/passwd
      touch -d '1999-12-31 23:59:59' odd etc
      """;
  private static final String SECOND =
      """
      rm -r gone hidden/old; mkdir hidden/new; echo more >> etc/passwd
      rm etc/turns; mkdir etc/turns; echo in > etc/turns/into; rm bin/su; ln -s su2 bin/su
      """;

  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();

  private Path directory;
  private LaminaAgent agent;

  @BeforeEach
  void importWhatUmociWrote() throws Exception {
    directory = workspace.path();
    agent = new LaminaAgent(directory.resolve("state"), directory.resolve("run"));
    sh("umoci init --layout image; umoci new --image image:1");
    for (var script : List.of(FIRST, SECOND)) {
      sh("umoci unpack --image image:1 work");
      sh("cd work/rootfs; %s".formatted(script));
      sh("umoci repack --image image:1 work; rm -r work");
    }
    agent.succeed("import", directory.resolve("image").toString(), "--tag", "odd:1");
  }

  @Test
  void aMountShowsWhatUmociUnpacks() throws Exception {
    sh("umoci unpack --image image:1 bundle");
    var mounted = Path.of(agent.succeed("mount", "odd:1").strip());

    assertEquals(List.of(), LayerComparison.compare(directory.resolve("bundle/rootfs"), mounted));
    agent.succeed("umount", mounted.toString());
  }

  @Test
  void anExportHasTheDigestsOfTheImport() throws Exception {
    agent.succeed("export", "odd:1", directory.resolve("exported").toString());

    assertEquals(manifest("image"), manifest("exported"));
    assertEquals(
        sh("skopeo inspect oci:image:1 | grep -e Digest -e sha256:"),
        sh("skopeo inspect oci:exported:1 | grep -e Digest -e sha256:"));
  }

  @Test
  void aRegistryGivesAndGetsWhatSkopeoAndUmociKnow() throws Exception {
    sh("umoci unpack --image image:1 bundle; mkdir registry");
    try (var registry = LocalRegistry.start(directory.resolve("registry"))) {
      var odd = registry.host() + "/team/odd:1";
      var copy = registry.host() + "/team/copy:1";
      skopeo("copy --dest-tls-verify=false oci:image:1 docker://" + odd);

      var pulled = Json.parse(agent.succeed("pull", "-o", "json", odd));
      assertEquals(manifest("image"), pulled.path("digest").asText());
      var mounted = Path.of(agent.succeed("mount", odd).strip());
      assertEquals(List.of(), LayerComparison.compare(directory.resolve("bundle/rootfs"), mounted));
      agent.succeed("umount", mounted.toString());

      agent.succeed("push", odd, copy);
      skopeo("copy --src-tls-verify=false docker://" + copy + " oci:back:1");
    }
    assertEquals(manifest("image"), manifest("back"));
    sh("umoci unpack --image back:1 again");
    assertEquals(
        List.of(),
        LayerComparison.compare(
            directory.resolve("bundle/rootfs"), directory.resolve("again/rootfs")));
  }

  @ParameterizedTest
  @CsvSource({
    "exported,     oci:exported:1,             oci:other:1,                 other",
    "exported.tar, oci-archive:exported.tar:1, oci-archive:other.tar:1,     other.tar",
    "exported.tar, oci-archive:exported.tar:1, docker-archive:other.tar:a:1, other.tar",
  })
  void everyFormatCarriesTheSameImageThereAndBack(
      String exported, String from, String to, String other) throws Exception {
    agent.succeed("export", "odd:1", directory.resolve(exported).toString());
    skopeo("copy " + from + " " + to);
    var second = new LaminaAgent(directory.resolve("state2"), directory.resolve("run2"));
    second.succeed("import", directory.resolve(other).toString(), "--tag", "back:1");

    assertEquals(id(agent, "odd:1"), id(second, "back:1"));
    sh("umoci unpack --image image:1 bundle");
    var mounted = Path.of(second.succeed("mount", "back:1").strip());
    assertEquals(List.of(), LayerComparison.compare(directory.resolve("bundle/rootfs"), mounted));
    second.succeed("umount", mounted.toString());
    assertEquals(0, second.run("fsck").status());
  }

  private static String id(LaminaAgent agent, String image) throws Exception {
    return Json.parse(agent.succeed("inspect", "-o", "json", image)).at("/0/Id").asText();
  }

  private void skopeo(String arguments) throws Exception {
    sh("skopeo --insecure-policy " + arguments);
  }

  private String manifest(String layout) throws IOException {
    var index = Json.parse(Files.readString(directory.resolve(layout).resolve("index.json")));
    return index.at("/manifests/0/digest").asText();
  }

  private String sh(String script) throws Exception {
    var result = LaminaAgent.command("sh", "-ec", "cd %s; %s".formatted(directory, script));
    assertEquals(0, result.status(), result.err());
    return result.out();
  }
}
