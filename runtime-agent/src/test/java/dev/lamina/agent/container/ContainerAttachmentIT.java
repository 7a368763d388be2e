package dev.lamina.agent.container;

import static dev.lamina.agent.container.ContainerNode.TENANT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.container.bundle.Security;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.network.NetworkMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ContainerAttachmentIT {
  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private ContainerNode node;

  @BeforeEach
  void open() throws Exception {
    node = new ContainerNode(workspace.path(), null);
  }

  @AfterEach
  void close() {
    node.containers.list(TENANT).forEach(each -> node.containers.remove(TENANT, each.id(), true));
    node.close();
  }

  @Test
  void missesNoOutputOfAShortProgram() throws Exception {
    var container = create(false, false, "sh", "-c", "echo out; echo err >&2; exit 5");
    try (var attachment = node.containers.startAttached(TENANT, container.id())) {
      attachment.copyOutput(out, err);
    }
    assertEquals("out\n", out.toString(UTF_8));
    assertEquals("err\n", err.toString(UTF_8));
    assertEquals(5, node.containers.await(TENANT, container.id()));
  }

  @Test
  void passesInputOnToItsEnd() throws Exception {
    var container = create(true, false, "sh", "-c", "cat; echo end");
    var input = "line\n".repeat(20_000);
    try (var attachment = node.containers.startAttached(TENANT, container.id())) {
      Thread.startVirtualThread(() -> write(attachment, input));
      attachment.copyOutput(out, err);
    }
    assertEquals(input + "end\n", out.toString(UTF_8));
    assertEquals(0, node.containers.await(TENANT, container.id()));
  }

  @Test
  void givesATerminalOfTheSizeAskedFor() throws Exception {
    var container = create(true, true, "sh", "-c", "read x; stty size; test -t 0 && echo terminal");
    try (var attachment = node.containers.startAttached(TENANT, container.id())) {
      attachment.resize(33, 101);
      attachment.input().write("go\n".getBytes(UTF_8));
      attachment.copyOutput(out, err);
    }
    assertEquals("go\r\n33 101\r\nterminal\r\n", out.toString(UTF_8));
    assertEquals("", err.toString(UTF_8));
  }

  @Test
  void attachesToWhatRunsAndLeavesItRunning() throws Exception {
    var container = create(true, false, "sh", "-c", "read line; echo got $line; sleep 1000");
    node.containers.start(TENANT, container.id());
    Thread copying;
    try (var attachment = node.containers.attach(TENANT, container.id())) {
      attachment.input().write("word\n".getBytes(UTF_8));
      copying = Thread.ofPlatform().start(() -> copy(attachment));
      while (out.size() == 0) {
        Thread.onSpinWait();
      }
    }
    copying.join();
    assertEquals("got word\n", out.toString(UTF_8));
    assertEquals(Container.State.RUNNING, node.containers.get(TENANT, container.id()).state());
  }

  @Test
  void refusesToAttachToWhatDoesNotRun() {
    var container = create(false, false, "true");
    assertThrows(AgentException.class, () -> node.containers.attach(TENANT, container.id()));
  }

  private Container create(boolean interactive, boolean tty, String... command) {
    return node.containers.create(
        TENANT,
        new ContainerSpec(
            "busybox",
            null,
            null,
            List.of(command),
            List.of(),
            null,
            null,
            null,
            NetworkMode.NONE,
            List.of(),
            interactive,
            true,
            tty,
            false,
            Security.DEFAULT,
            List.of(),
            false,
            ContainerSpec.Limits.NONE,
            Map.of()));
  }

  private void copy(ContainerAttachment attachment) {
    try {
      attachment.copyOutput(out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(ContainerAttachment attachment, String text) {
    try (var input = attachment.input()) {
      input.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
