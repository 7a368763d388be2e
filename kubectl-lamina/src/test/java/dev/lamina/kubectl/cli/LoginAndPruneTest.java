package dev.lamina.kubectl.cli;

import static dev.lamina.kubectl.cli.CommandFixture.WEB;
import static dev.lamina.kubectl.cli.CommandFixture.WEB_ID;
import static dev.lamina.kubectl.cluster.FakeCluster.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.imageprune.ImagePruneSpec;
import dev.lamina.kubectl.cluster.FakeCluster;
import dev.lamina.kubectl.cluster.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginAndPruneTest {
  private final FakeCluster cluster = Recorded.images();
  private final CommandFixture line = new CommandFixture(cluster);

  @ParameterizedTest
  @CsvSource({
    "https://index.docker.io/v1/, docker.io",
    "docker.io, docker.io",
    "HTTPS://Registry.Test:5000/, registry.test:5000"
  })
  void aRegistryIsWhatItsAddressMeans(String address, String registry) {
    assertEquals(registry, Logins.registry(address));
  }

  @Test
  void loginKeepsWhatItReadsInASecret() {
    line.reading("secret\n")
        .run("login", "-u", "me", "--password-stdin", "registry.test:5000")
        .prints("Credentials for registry.test:5000 are in Secret lamina-login-registry.test-5000");
    var secret = cluster.onlyWritten();
    assertEquals("kubernetes.io/dockerconfigjson", secret.path("type").asText());
    assertEquals("bWU6c2VjcmV0", Logins.basic(cluster, "registry.test:5000").orElseThrow());
    line.reading("other").run("login", "-u", "me", "--password-stdin", "registry.test:5000");
    assertEquals("bWU6b3RoZXI=", Logins.basic(cluster, "registry.test:5000").orElseThrow());
  }

  @Test
  void loginWithoutAPasswordIsRefused() {
    line.run("login", "-u", "me", "--password-stdin")
        .fails(1, "error: InvalidArgument: the password is empty");
    assertEquals(2, line.run("login", "--password-stdin").code());
  }

  @Test
  void pruneSaysWhatWent() {
    var pruned =
        ("'matchedImages': 1, 'removed': 1, 'reclaimableBytes': 1980000, 'sample': [{'digest': '%s',"
                + " 'names': ['localhost/web:1']}]")
            .formatted(WEB);
    cluster.answers(Kind.IMAGE_PRUNE, ready("Pruned", pruned));
    line.run(
            "prune",
            "-a",
            "-f",
            "--filter",
            "until=24h",
            "--filter",
            "label=a=b",
            "--filter",
            "label=c")
        .prints(
            "Deleted Images:",
            "Untagged: web:1",
            "Deleted: " + WEB_ID,
            "",
            "Total reclaimed space: 1.98MB");
    var spec = StrictReader.read(cluster.onlyWritten().path("spec"), ImagePruneSpec.class);
    assertEquals("24h", spec.match().olderThan());
    assertEquals("b", spec.match().labels().get("a"));
    assertEquals("", spec.match().labels().get("c"));
    assertTrue(spec.match().unused());
    assertEquals(false, spec.match().dangling());
  }

  @Test
  void pruneAsksFirst() {
    var result = line.reading("n\n").run("prune");
    assertEquals(0, result.code());
    assertTrue(result.err().contains("Are you sure you want to continue? [y/N]"), result::err);
    assertEquals(List.of(), cluster.written());
  }

  @Test
  void pruneThatOnlyLooksDoesNotAsk() {
    cluster.answers(
        Kind.IMAGE_PRUNE, ready("DryRunDone", "'matchedImages': 0, 'reclaimableBytes': 0"));
    line.run("image", "prune", "--dry-run").prints("Total reclaimable space: 0B");
    assertTrue(cluster.onlyWritten().at("/spec/dryRun").asBoolean());
  }

  @Test
  void completionKnowsTheVerbs() {
    var candidates = line.run("__complete", "im").out();
    assertEquals("image\nimages\n:4\n", candidates);
    assertTrue(line.run("completion", "bash").out().contains("complete -F"), "the script");
  }
}
