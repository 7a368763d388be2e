package dev.lamina.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.registry.LocalRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `run` and FROM with an image that only a registry has, which wants a password and whose
/// certificate only the configuration file trusts.
class PullOnUseIT {
  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();

  private LocalRegistry registry;
  private LaminaAgent agent;
  private Path directory;
  private String base;

  @BeforeEach
  void pushABase() throws Exception {
    directory = workspace.path();
    agent = new LaminaAgent(directory.resolve("state"), directory.resolve("run"));
    registry = LocalRegistry.startSecure(Files.createDirectory(directory.resolve("registry")));
    base = registry.host() + "/team/base:1";
    var maker = new LaminaAgent(directory.resolve("state2"), directory.resolve("run2"));
    var script =
        "cd %s; mkdir -p root/bin; cp /bin/busybox root/bin/sh; tar -czf root.tgz -C root ."
            .formatted(directory);
    assertEquals(0, LaminaAgent.command("sh", "-ec", script).status());
    maker.succeed("import", "--rootfs", directory.resolve("root.tgz").toString(), "--tag", base);
    maker.succeed("--config", config(""), "push", base);
  }

  @AfterEach
  void stopRegistry() {
    registry.close();
  }

  @Test
  void runPullsWhatIsMissing() throws Exception {
    var ran = agent.run("--config", config(""), "run", "--rm", base, "/bin/sh", "-c", "echo out");

    assertEquals("out\n", ran.out(), ran.err());
    assertTrue(ran.err().startsWith("Pulling image '" + base + "'\n"), ran.err());
    assertTrue(ran.err().contains(": Pull complete"), ran.err());
    var again = agent.run("run", "--rm", base, "/bin/sh", "-c", "echo out");
    assertEquals("", again.err(), "what is there needs no registry");

    var missing = registry.host() + "/team/none:1";
    var failed = agent.run("--config", config(""), "run", "--rm", missing);
    assertEquals(125, failed.status());
    assertTrue(failed.err().startsWith("error: ImageNotFound: "), failed.err());
    assertTrue(failed.err().contains("no image '" + missing + "' in the store"), failed.err());
  }

  @Test
  void fromAndCopyPullWhatIsMissing() throws Exception {
    var built = build(config(""));

    assertEquals(0, built.status(), built.err());
    assertTrue(built.err().contains("[internal] pull " + base), built.err());
    assertEquals("copied\n", agent.succeed("run", "--rm", "app", "/other/sh", "-c", "echo copied"));
  }

  @Test
  void aDeniedImageIsNeitherPulledNorRunNorBuiltOnNorPushed() throws Exception {
    var rule = "names like '%s/team/*' are denied".formatted(registry.host());
    var denied = config(", \"trust\": {\"deny\": [\"%s/team/*\"]}".formatted(registry.host()));
    assertDenied(rule, 1, agent.run("--config", denied, "pull", base));
    assertDenied(rule, 125, agent.run("--config", denied, "run", "--rm", base));
    assertDenied(rule, 1, build(denied));
    assertEquals(1, agent.succeed("images").lines().count(), "nothing came");

    agent.succeed("--config", config(""), "pull", base);
    assertDenied(rule, 125, agent.run("--config", denied, "run", "--rm", base));
    assertDenied(rule, 1, build(denied));
    assertDenied(rule, 1, agent.run("--config", denied, "push", base));
  }

  private static void assertDenied(String rule, int status, LaminaAgent.Result result) {
    var line = result.err().lines().reduce((first, last) -> last).orElseThrow();
    assertTrue(line.startsWith("error: TrustDenied: "), result.err());
    assertTrue(line.contains(rule), line);
    assertEquals(status, result.status());
  }

  private LaminaAgent.Result build(String config) throws Exception {
    var context = Files.createDirectories(directory.resolve("context"));
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM %s\nCOPY --from=%s /bin/sh /other/sh\n".formatted(base, base));
    return agent.run("--config", config, "build", "-t", "app", context.toString());
  }

  /// @param more fields, with a comma in front
  private String config(String more) throws Exception {
    var login = LocalRegistry.USERNAME + ":" + LocalRegistry.PASSWORD;
    var auth = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    var credentials =
        Files.writeString(
            directory.resolve("config.json"),
            "{\"auths\": {\"%s/team\": {\"auth\": \"%s\"}}}".formatted(registry.host(), auth));
    var file = directory.resolve("agent-" + more.hashCode() + ".json");
    Files.writeString(
        file,
        """
        {"registries": [{"prefix": "%s", "ca": "%s"}], "credentials": "%s"%s}
        """
            .formatted(registry.host(), registry.certificate(), credentials, more));
    return file.toString();
  }
}
