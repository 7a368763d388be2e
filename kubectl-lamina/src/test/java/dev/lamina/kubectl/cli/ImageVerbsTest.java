package dev.lamina.kubectl.cli;

import static dev.lamina.kubectl.cli.CommandFixture.BASE;
import static dev.lamina.kubectl.cli.CommandFixture.BASE_ID;
import static dev.lamina.kubectl.cli.CommandFixture.WEB;
import static dev.lamina.kubectl.cli.CommandFixture.WEB_ID;
import static dev.lamina.kubectl.cluster.FakeCluster.ready;
import static dev.lamina.kubectl.cluster.FakeCluster.stalled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.imagecopy.ImageCopySpec;
import dev.lamina.crds.imageprune.ImagePruneSpec;
import dev.lamina.crds.imagepull.ImagePullSpec;
import dev.lamina.kubectl.cluster.FakeCluster;
import dev.lamina.kubectl.cluster.Kind;
import dev.lamina.kubectl.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageVerbsTest {
  private static final String RECORD =
      """
      {'digest': '%s', 'imageID': '%s', 'platform': 'linux/amd64', 'sizeBytes': 1980000,
       'config': {'cmd': ['sh'], 'env': ['A=b'], 'exposedPorts': ['80/tcp'], 'workingDir': '/srv'},
       'layers': [{'digest': 'sha256:77', 'diffID': 'sha256:88'}],
       'history': [
         {'id': '%2$s', 'created': '2026-01-01T23:00:00Z', 'createdBy': 'RUN a command that is longer than the column shows of it', 'bytes': 1500},
         {'id': '<missing>', 'createdBy': 'FROM scratch', 'bytes': 0, 'empty': true, 'comment': 'first'}]}
      """
          .formatted(WEB, WEB_ID);

  private final FakeCluster cluster = Recorded.cluster();
  private final CommandFixture line = new CommandFixture(cluster);

  private FakeCluster withRecord() {
    return cluster.with(Kind.IMAGE_RECORD, WEB.replace(':', '-'), "{}", RECORD);
  }

  @Test
  void imagesAreShownInDockersColumns() {
    line.run("images")
        .prints(
            "REPOSITORY   TAG      IMAGE ID       CREATED        SIZE",
            "base         latest   abef44444444   24 hours ago   1.98MB",
            "web          1        abcd22222222   24 hours ago   1.98MB",
            "web          stable   abcd22222222   24 hours ago   1.98MB");
  }

  @Test
  void imagesOfANameAndOfATag() {
    line.run("images", "-q", "web").prints("abcd22222222", "abcd22222222");
    line.run("image", "ls", "-q", "--no-trunc", "web:1").prints(WEB_ID);
  }

  @Test
  void imagesAsTheirObjects() {
    line.run("images", "-o", "name", "base").prints("image.lamina.dev/base");
    var yaml = line.run("images", "-o", "yaml").out();
    assertTrue(yaml.contains("kind: List") && yaml.contains("kind: Image"), yaml);
  }

  @Test
  void historyIsThatOfTheRecord() {
    withRecord();
    line.run("history", "abcd")
        .prints(
            "IMAGE          CREATED             CREATED BY                                      SIZE    COMMENT",
            "abcd22222222   About an hour ago   RUN a command that is longer than the column…   1.5kB",
            "<missing>      N/A                 FROM scratch                                    0B      first");
  }

  @Test
  void historyWithoutARecordSaysSo() {
    line.run("history", "web:1")
        .fails(1, "error: NotFound: image web:1 has no ImageRecord yet: a node is asked for it");
  }

  @Test
  void inspectHasDockersShape() {
    withRecord();
    var all = line.run("inspect", "web:1", "job").out();
    var both = Json.parse(all.getBytes(StandardCharsets.UTF_8), all);
    var image = both.path(0);
    assertEquals(WEB_ID, image.path("Id").asText());
    assertEquals(List.of("web:1", "web:stable"), Json.texts(image.path("RepoTags")));
    assertEquals("/srv", image.at("/Config/WorkingDir").asText());
    assertTrue(image.at("/Config/ExposedPorts/80~1tcp").isObject(), all);
    assertEquals(List.of("sha256:88"), Json.texts(image.at("/RootFS/Layers")));
    assertEquals("ContainerRun", both.at("/1/kind").asText());
  }

  @Test
  void theStartOfSeveralIdsMeansNone() {
    line.run("history", "ab")
        .fails(
            1,
            "error: InvalidArgument: 'ab' is the start of several image IDs: abef44444444,"
                + " abcd22222222");
  }

  @Test
  void pullWaitsLayerByLayerAndLeavesNothingBehind() {
    cluster.answers(
        Kind.IMAGE_PULL,
        "{}",
        "{'layers': {'total': 2, 'done': 1}, 'desired': 1}",
        ready(
            "Pulled",
            "'layers': {'total': 2, 'done': 2}, 'resolved': [{'image': 'x', 'digest': '%s'}]"
                .formatted(WEB)));
    line.run("pull", "nginx")
        .prints(
            "Using default tag: latest",
            "latest: Pulling from library/nginx",
            "layer 1/2: Pull complete",
            "layer 2/2: Pull complete",
            "Digest: " + WEB,
            "Status: Downloaded newer image for nginx:latest",
            "docker.io/library/nginx:latest");
    assertEquals(List.of("ImagePull"), cluster.deleted());
    var spec = StrictReader.read(cluster.onlyWritten().path("spec"), ImagePullSpec.class);
    assertEquals(List.of("docker.io/library/nginx:latest"), spec.images());
  }

  @Test
  void pullOfWhatIsThereSaysUpToDate() {
    cluster.answers(
        Kind.IMAGE_PULL, ready("Pulled", "'resolved': [{'digest': '%s'}]".formatted(BASE)));
    line.run("pull", "base:latest")
        .prints(
            "latest: Pulling from library/base",
            "Digest: " + BASE,
            "Status: Image is up to date for base:latest",
            "docker.io/library/base:latest");
  }

  @Test
  void pullFailsAsItsConditionsSay() {
    cluster.answers(Kind.IMAGE_PULL, stalled("Unauthorized", "asks for a password"));
    line.run("pull", "-q", "registry.test/web:1")
        .fails(1, "error: Unauthorized: asks for a password");
    assertEquals(List.of("ImagePull"), cluster.deleted());
  }

  @Test
  void tagGivesADigestFurtherNames() {
    cluster.answers(Kind.IMAGE_COPY, ready("Copied", ""));
    assertEquals(0, line.run("tag", "abcd", "web:next").code());
    var spec = StrictReader.read(cluster.onlyWritten().path("spec"), ImageCopySpec.class);
    assertEquals(WEB, spec.source());
    assertEquals(List.of("web:next"), spec.tags());
  }

  @Test
  void pushUsesTheSecretOfTheLogin() {
    cluster
        .with(Kind.SECRET, "lamina-login-registry.test-5000", "{}", "{}")
        .answers(Kind.IMAGE_COPY, ready("Copied", "'copies': [{'digest': '%s'}]".formatted(WEB)));
    line.run("push", "web:1", "registry.test:5000/web")
        .prints(
            "Using default tag: latest",
            "The push refers to repository [registry.test:5000/web]",
            "latest: digest: " + WEB);
    var spec = StrictReader.read(cluster.onlyWritten().path("spec"), ImageCopySpec.class);
    assertEquals(List.of("registry.test:5000/web:latest"), spec.destinations());
    assertEquals("lamina-login-registry.test-5000", spec.pushSecretRefs().getFirst().name());
  }

  @Test
  void rmiOfOneOfSeveralNamesUntags() {
    cluster.answers(
        Kind.IMAGE_PRUNE,
        ready(
            "Pruned",
            "'matchedImages': 1, 'removed': 0, 'sample': [{'digest': '%s', 'names':".formatted(WEB)
                + " ['localhost/web:stable']}]"));
    line.run("rmi", "web:stable").prints("Untagged: web:stable");
    var spec = StrictReader.read(cluster.onlyWritten().path("spec"), ImagePruneSpec.class);
    assertEquals(List.of("localhost/web:stable"), spec.match().references());
    assertTrue(spec.force(), "the image is in use and keeps another name");
    assertEquals(false, spec.dryRun());
  }

  @Test
  void rmiOfTheLastNameDeletes() {
    cluster.answers(
        Kind.IMAGE_PRUNE,
        ready(
            "Pruned",
            "'matchedImages': 1, 'removed': 2, 'sample': [{'digest': '%s', 'names':".formatted(BASE)
                + " ['docker.io/library/base:latest']}]"));
    line.run("image", "rm", "base").prints("Untagged: base:latest", "Deleted: " + BASE_ID);
  }

  @Test
  void rmiOfAnImageInUseNamesTheContainer() {
    cluster.delete(Kind.IMAGE, "web-s", false);
    line.run("rmi", "web:1", "nosuch")
        .fails(
            1,
            "error: InUse: image web:1 is used by container web-run, which is running: remove that"
                + " first, or use -f\nerror: ImageNotFound: no node lists an image 'nosuch' of this"
                + " namespace");
    assertEquals(List.of(), cluster.written());
  }

  @Test
  void rmiOfWhatTheNodesKeepNamesWhoIsToBlame() {
    cluster.answers(Kind.IMAGE_PRUNE, ready("Pruned", "'matchedImages': 0, 'removed': 0"));
    line.run("rmi", "base")
        .fails(
            1,
            "error: InUse: image base:latest is used by container job: remove that first, or use"
                + " -f");
  }

  @Test
  void rmiOfAnIdWithSeveralNamesWantsForce() {
    line.run("rmi", "abcd")
        .fails(1, "error: InUse: image abcd22222222 has 2 names: remove them, or use -f");
  }

  @Test
  void wrongUsageIsTwo() {
    var result = line.run("rmi");
    assertEquals(2, result.code());
    assertTrue(result.err().startsWith("error: Missing required parameter: 'IMAGE"), result::err);
    assertTrue(result.err().contains("kubectl lamina rmi --help"), result.err());
  }

  @Test
  void aVerbThatIsNoneIsWrongUsage() {
    var result = line.run("imges");
    assertEquals(2, result.code());
    assertTrue(result.err().contains("images"), result.err());
  }
}
