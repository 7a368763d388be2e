package dev.lamina.agent.container.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lamina.agent.container.bundle.BundleRequest.Isolation;
import dev.lamina.agent.container.bundle.BundleRequest.Program;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bundles of hostile and of ordinary root file systems. Needs root, as it gives files away.
class BundleWriterIT {
  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();

  private Path root = Path.of("/");
  private Path bundle = Path.of("/");
  private Path outside = Path.of("/");

  @BeforeEach
  void directories() throws Exception {
    root = Files.createDirectory(workspace.path().resolve("root"));
    bundle = Files.createDirectory(workspace.path().resolve("bundle"));
    outside = Files.createDirectory(workspace.path().resolve("outside"));
  }

  @Test
  void leavesAnEmptyRootAsItWas() throws Exception {
    var time = FileTime.from(Instant.parse("2020-02-02T02:02:02.123456789Z"));
    Files.setLastModifiedTime(root, time);
    write("/", "");
    assertTrue(Files.isDirectory(root.resolve("proc")));
    assertTrue(Files.isRegularFile(root.resolve("etc/resolv.conf")));
    BundleWriter.tidy(bundle, root);
    try (var names = Files.list(root)) {
      assertEquals(List.of(), names.toList());
    }
    assertEquals(time, Files.getLastModifiedTime(root));
  }

  @Test
  void keepsWhatTheImageHasAndWhatWasWrittenMeanwhile() throws Exception {
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/hosts"), "of the image");
    write("/", "");
    Files.writeString(root.resolve("etc/hostname"), "now it has content");
    Files.createFile(root.resolve("etc/new"));
    BundleWriter.tidy(bundle, root);
    assertTrue(Files.exists(root.resolve("etc/hosts")));
    assertTrue(Files.exists(root.resolve("etc/hostname")));
    assertFalse(Files.exists(root.resolve("etc/resolv.conf")));
    assertFalse(Files.exists(root.resolve("proc")));
  }

  @Test
  void followsLinksInsideTheRootAndNeverOut() throws Exception {
    Files.createDirectories(root.resolve("etc"));
    Files.createSymbolicLink(
        root.resolve("etc/resolv.conf"), Path.of("../run/systemd/resolve/stub-resolv.conf"));
    Files.createSymbolicLink(root.resolve("etc/hosts"), outside.resolve("hosts"));
    var mounts = write("/", "").path("mounts");
    assertEquals("/run/systemd/resolve/stub-resolv.conf", target(mounts, "resolv.conf"));
    assertEquals(outside.resolve("hosts").toString(), target(mounts, "hosts"));
    assertFalse(Files.exists(outside.resolve("hosts")));
    BundleWriter.tidy(bundle, root);
    assertFalse(Files.exists(root.resolve("run")));
    assertFalse(Files.exists(root.resolve("var")));
    assertTrue(Files.isSymbolicLink(root.resolve("etc/hosts")));
  }

  @ParameterizedTest
  @CsvSource({
    "etc/hosts, /proc/sys/kernel/core_pattern",
    "etc/hosts, /dev/sda",
    "etc/hosts, hosts",
    "etc/hosts, /",
    "etc, /proc",
    "proc, /etc",
    "sys, bin",
    "dev, /"
  })
  void refusesAnImageThatLeadsMountsAstray(String link, String target) throws Exception {
    Files.createDirectories(root.resolve(link).getParent());
    Files.createDirectory(root.resolve("bin"));
    Files.createSymbolicLink(root.resolve(link), Path.of(target));
    var refusal = assertThrows(AgentException.class, () -> write("/", ""));
    assertEquals(FailureReason.InvalidImage, refusal.reason());
  }

  @ParameterizedTest
  @CsvSource({
    "'', /",
    "/, /",
    "/srv/new, /srv/new",
    "/a/../b, /b",
    "/link/sub, /srv/sub",
    "/escape/sub, /sub",
    "/sys, /sys",
    "/dev/shm, /dev/shm"
  })
  void makesTheWorkingDirectoryInside(String stated, String resolved) throws Exception {
    Files.createDirectory(root.resolve("srv"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("/srv"));
    Files.createSymbolicLink(root.resolve("escape"), Path.of("../../../.."));
    assertEquals(resolved, write(stated, "").path("process").path("cwd").asText());
    if (!PseudoFileSystems.contain(resolved)) {
      assertTrue(Files.isDirectory(root.resolve(resolved.substring(1)), LinkOption.NOFOLLOW_LINKS));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relative",
        "/proc/self/fd/7",
        "/proc/1/root",
        "/fd/7",
        "/file",
        "/file/below",
        "/loop/x"
      })
  void refusesAWorkingDirectory(String stated) throws Exception {
    Files.createSymbolicLink(root.resolve("fd"), Path.of("/proc/self/fd"));
    Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
    Files.createFile(root.resolve("file"));
    var refusal = assertThrows(AgentException.class, () -> write(stated, ""));
    assertEquals(FailureReason.InvalidArgument, refusal.reason());
    BundleWriter.tidy(bundle, root);
    assertFalse(Files.exists(root.resolve("etc/hosts")), "stubs go although it failed");
  }

  @Test
  void isolatesAsDockerDoes() throws Exception {
    var spec = write("/", "12:34");
    var process = spec.path("process");
    assertEquals(12, process.path("user").path("uid").asInt());
    assertEquals(List.of(34), List.of(process.path("user").path("additionalGids").get(0).asInt()));
    assertEquals(14, process.path("capabilities").path("bounding").size());
    assertTrue(process.path("capabilities").path("inheritable").isMissingNode());
    assertFalse(process.path("noNewPrivileges").asBoolean());
    assertTrue(spec.path("annotations").isMissingNode());
    var linux = spec.path("linux");
    assertEquals("/lamina/x", linux.path("cgroupsPath").asText());
    assertEquals("SCMP_ACT_ERRNO", linux.path("seccomp").path("defaultAction").asText());
    assertEquals(
        List.of("pid", "ipc", "uts", "mount", "network"),
        linux.path("namespaces").findValuesAsText("type"));
    assertFalse(linux.path("resources").path("devices").get(0).path("allow").asBoolean());
  }

  private JsonNode write(String workingDir, String user) throws Exception {
    var request =
        new BundleRequest(
            bundle,
            root,
            bundle,
            "/lamina/x",
            new Program(List.of("true"), List.of(), workingDir, user, false),
            new Isolation(
                "box", new NetworkView.Isolated(), false, ResourceLimits.NONE, Security.DEFAULT),
            List.of());
    new BundleWriter(false, true).write(request);
    return new ObjectMapper().readTree(Files.readAllBytes(bundle.resolve("config.json")));
  }

  private String target(JsonNode mounts, String name) {
    for (var mount : mounts) {
      if (mount.path("source").asText().equals(bundle.resolve(name).toString())) {
        return mount.path("destination").asText();
      }
    }
    throw new AssertionError("no mount of " + name);
  }
}
