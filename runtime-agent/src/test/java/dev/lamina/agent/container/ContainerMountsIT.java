package dev.lamina.agent.container;

import static dev.lamina.agent.container.ContainerNode.TENANT;
import static dev.lamina.agent.container.ContainerNode.spec;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.agent.container.bundle.ContainerMount;
import dev.lamina.agent.container.bundle.ContainerMount.EmptyDirectory;
import dev.lamina.agent.container.bundle.ContainerMount.GivenFiles;
import dev.lamina.agent.container.bundle.ContainerMount.ImageRoot;
import dev.lamina.agent.container.bundle.Security;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.linux.HostCommand;
import dev.lamina.agent.linux.MountTable;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.crds.failure.FailureReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ParameterizedClass
@ValueSource(strings = {"crun", "runc"})
class ContainerMountsIT {
  private static final String HIDDEN = "hidden-e5b1c2";

  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();
  @Parameter String runtime = "crun";

  private ContainerNode node;

  @BeforeEach
  void open() throws Exception {
    assumeTrue(HostCommand.find(runtime).isPresent(), runtime + " is not installed");
    node = new ContainerNode(workspace.path(), runtime);
  }

  @AfterEach
  void close() {
    if (node != null) {
      node.containers.list(TENANT).forEach(each -> node.containers.remove(TENANT, each.id(), true));
      node.close();
    }
  }

  @Test
  void anEmptyDirectoryLastsAsLongAsTheContainer() throws Exception {
    var container =
        node.containers.create(
            TENANT,
            with(List.of(new EmptyDirectory("/data", false)), "echo x >> /data/f; cat /data/f"));
    for (var round = 0; round < 2; round++) {
      node.containers.start(TENANT, container.id());
      node.containers.await(TENANT, container.id());
      node.containers.stop(TENANT, container.id(), Duration.ZERO);
    }
    assertEquals("x\nx\nx\n", node.log(container.id(), LogOptions.ALL));
    assertEquals(List.of(), node.containers.changes(TENANT, container.id()).changes());
    node.containers.remove(TENANT, container.id(), false);
    assertFalse(Files.exists(node.host.layout().home(container.id())));
  }

  @Test
  void showsAnotherImageReadOnly() throws Exception {
    var output =
        node.output(
            with(
                List.of(new ImageRoot("/other", "busybox")),
                "cat /other/plain.txt; touch /other/new 2>/dev/null || echo refused"));
    assertEquals("no program\nrefused\n", output);
    var id = node.containers.list(TENANT).getFirst().id();
    node.containers.stop(TENANT, id, Duration.ZERO);
    assertEquals(List.of(), MountTable.below(workspace.path()));
  }

  @Test
  void showsTheImageThatItWasMadeWithWhateverItsNameMeansNow() {
    var other = new ImageRoot("/other", "shown");
    node.image("shown", ContainerNode.execution(null, null, null, List.of(), null, null));
    var container = node.containers.create(TENANT, with(List.of(other), "cat /other/plain.txt"));
    node.metadata.images().untag(TENANT, Reference.parseLocal("shown"));
    node.containers.start(TENANT, container.id());
    node.containers.await(TENANT, container.id());
    assertEquals("no program\n", node.log(container.id(), LogOptions.ALL));
  }

  @Test
  void saysWhichImageOfAMountIsMissing() {
    var spec = with(List.of(new ImageRoot("/other", "nosuch")), "true");
    var failure = assertThrows(AgentException.class, () -> node.containers.create(TENANT, spec));
    assertEquals(FailureReason.ImageNotFound, failure.reason());
    assertTrue(failure.getMessage().contains("nosuch"), failure.getMessage());
  }

  @Test
  void whatIsGivenAtTheStartIsSeenInsideAndNeverOnADisk() throws Exception {
    var spec =
        with(
            List.of(new GivenFiles("/run/secrets", true)),
            "cat /run/secrets/token; echo $TOKEN; sleep 60");
    var container = node.containers.create(TENANT, spec);
    var files = Map.of("/run/secrets", Map.of("token", (HIDDEN + "\n").getBytes(UTF_8)));
    var content = new StartContent(List.of("TOKEN=" + HIDDEN), files);
    node.containers.start(TENANT, container.id(), content);
    awaitLog(container, HIDDEN + "\n" + HIDDEN + "\n");

    assertEquals(List.of(), onDisk(node.directory, HIDDEN));
    assertEquals(HIDDEN + "\n", exec(container, "sh", "-c", "echo $TOKEN"));

    node.containers.stop(TENANT, container.id(), Duration.ZERO);
    assertEquals(List.of(), MountTable.below(workspace.path()));
    assertFalse(Files.exists(node.host.layout().bundle(container.id())));
  }

  @Test
  void aContainerIsNotStartedWithoutTheFilesItNeeds() {
    var container =
        node.containers.create(TENANT, with(List.of(new GivenFiles("/etc/app", true)), "true"));
    var failure =
        assertThrows(AgentException.class, () -> node.containers.start(TENANT, container.id()));
    assertEquals(FailureReason.InvalidArgument, failure.reason());
    assertTrue(failure.getMessage().contains("/etc/app"), failure.getMessage());
  }

  private String exec(Container container, String... command) throws IOException {
    var out = new ByteArrayOutputStream();
    var spec = new ExecSpec(List.of(command), List.of(), null, null, false, false);
    try (var process = node.containers.exec(TENANT, container.id(), spec)) {
      process.copyOutput(out, out);
      process.await();
    }
    return out.toString(UTF_8);
  }

  /// Files with a text in them, the log of the container apart, that are not in memory.
  private static List<Path> onDisk(Path directory, String text) throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            var isMemory = Files.getFileStore(path).type().equals("tmpfs");
            return isMemory ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()
                && !file.endsWith("container.log")
                && Files.readString(file, ISO_8859_1).contains(text)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  private void awaitLog(Container container, String expected) {
    var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!node.log(container.id(), LogOptions.ALL).equals(expected)) {
      assertTrue(System.nanoTime() < deadline, "the container says " + expected);
      Thread.onSpinWait();
    }
  }

  private static ContainerSpec with(List<ContainerMount> mounts, String script) {
    return spec(Security.DEFAULT, mounts, ContainerSpec.Limits.NONE, "sh", "-c", script);
  }
}
