package dev.lamina.agent.container;

import static dev.lamina.agent.container.ContainerNode.TENANT;
import static dev.lamina.agent.container.ContainerNode.spec;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.agent.container.bundle.Security;
import dev.lamina.agent.container.bundle.TemporaryMount;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.HostCommand;
import dev.lamina.agent.linux.RootWorkspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Further processes in a running container, by each OCI runtime.
@Timeout(60)
@ParameterizedClass
@ValueSource(strings = {"crun", "runc"})
class ContainerExecIT {
  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();
  @Parameter String runtime = "crun";

  private ContainerNode node;
  private Container container;

  @BeforeEach
  void open() throws Exception {
    assumeTrue(HostCommand.find(runtime).isPresent(), runtime + " is not installed");
    node = new ContainerNode(workspace.path(), runtime);
    container = node.run(apart(new Security(List.of(), List.of("CHOWN"), true, true)));
  }

  @AfterEach
  void close() {
    if (node != null) {
      node.containers.list(TENANT).forEach(each -> node.containers.remove(TENANT, each.id(), true));
      node.close();
    }
  }

  @Test
  void givesOutputAndExitCodeOfItsOwn() throws Exception {
    var result = exec(null, "", false, "sh", "-c", "echo out; echo err >&2; exit 9");
    assertEquals(new Result(9, "out\n", "err\n"), result);
    try (var files = Files.list(node.host.layout().bundle(container.id()))) {
      assertFalse(files.anyMatch(file -> file.toString().contains("exec-")), "files stay");
    }
  }

  @Test
  void readsItsInputToTheEnd() throws Exception {
    assertEquals(new Result(0, "typed\n", ""), exec(null, "typed\n", false, "cat"));
  }

  @Test
  void runsAsTheUserThatIsNamed() throws Exception {
    var result = exec("web", "", false, "sh", "-c", "id -u; id -G; pwd");
    assertEquals("1000\n1001 50\n/\n", result.out());
  }

  @Test
  void isSetApartLikeTheContainer() throws Exception {
    var status = "grep -E 'CapBnd|NoNewPrivs|Seccomp:' /proc/self/status";
    var ofContainer = exec(null, "", false, "cat", "/proc/1/status").out();
    for (var line : exec(null, "", false, "sh", "-c", status).out().lines().toList()) {
      assertTrue(ofContainer.contains(line), line);
    }
    assertTrue(ofContainer.contains("NoNewPrivs:\t1"), ofContainer);
    assertTrue(ofContainer.contains("CapBnd:\t00000000a80425fa"), ofContainer);
  }

  @Test
  void seesTheFileSystemInMemory() throws Exception {
    var mounts = exec(null, "", false, "grep", " /made/here ", "/proc/mounts").out();
    assertTrue(mounts.startsWith("tmpfs /made/here tmpfs ") && mounts.contains("64k"), mounts);
  }

  @Test
  void hasATerminalOfItsSize() throws Exception {
    var out = new ByteArrayOutputStream();
    var spec =
        new ExecSpec(
            List.of("sh", "-c", "read x; stty size; tty=1; test -t 0 && echo tty"),
            List.of(),
            null,
            null,
            true,
            true);
    try (var process = node.containers.exec(TENANT, container.id(), spec)) {
      var reader = Thread.ofPlatform().start(() -> copy(process, out));
      // The runtime passes the size on once its handler is there: told until it is.
      while (reader.isAlive() && !out.toString(UTF_8).contains("33 77")) {
        process.resize(33, 77);
        process.input().write("\n".getBytes(UTF_8));
        reader.join(100);
      }
      reader.join();
      assertEquals(0, process.await());
    }
    assertTrue(out.toString(UTF_8).contains("tty\r\n"), out.toString(UTF_8));
  }

  @Test
  void tellsWhyAProgramDoesNotStart() {
    var missing =
        assertThrows(StartException.class, () -> exec(null, "", false, "no-such-program"));
    assertEquals(127, missing.exitCode());
    var unfit = assertThrows(StartException.class, () -> exec(null, "", false, "/plain.txt"));
    assertEquals(126, unfit.exitCode());
  }

  @Test
  void refusesADirectoryOfProcAndAnUnknownUser() {
    var spec = new ExecSpec(List.of("true"), List.of(), null, "/proc/self/fd/7", false, false);
    assertThrows(
        AgentException.class, () -> node.containers.exec(TENANT, container.id(), spec).close());
    assertThrows(AgentException.class, () -> exec("nobody-here", "", false, "true"));
  }

  private record Result(int exitCode, String out, String err) {}

  private Result exec(@Nullable String user, String input, boolean tty, String... command)
      throws IOException {
    var spec = new ExecSpec(List.of(command), List.of(), user, null, !input.isEmpty(), tty);
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    try (var process = node.containers.exec(TENANT, container.id(), spec)) {
      if (!input.isEmpty()) {
        try (var stream = process.input()) {
          stream.write(input.getBytes(UTF_8));
        }
      }
      process.copyOutput(out, err);
      return new Result(process.await(), out.toString(UTF_8), err.toString(UTF_8));
    }
  }

  private static void copy(ContainerProcess process, ByteArrayOutputStream out) {
    try {
      process.copyOutput(out, out);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ContainerSpec apart(Security security) {
    var mount = new TemporaryMount("/made/here", 65536, false);
    return spec(security, List.of(mount), ContainerSpec.Limits.NONE, "sleep", "100");
  }
}
