package dev.lamina.agent.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.build.commit.CommitRequest;
import dev.lamina.agent.build.commit.CommitResult;
import dev.lamina.agent.build.commit.ContainerCommit;
import dev.lamina.agent.container.ConmonContainers;
import dev.lamina.agent.container.Container;
import dev.lamina.agent.container.ContainerSpec;
import dev.lamina.agent.container.Containers;
import dev.lamina.agent.container.LogOptions;
import dev.lamina.agent.container.bundle.Security;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.crds.failure.FailureReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Containers that become images.
@Timeout(120)
class CommitIT {
  private static final Instant CREATED = Instant.parse("2026-05-06T07:08:09Z");
  private static final String WORK =
      "mkdir /data && echo written > /data/file && touch -d '2020-01-01 00:00:00' /data/file /data"
          + " && rm /bin/true && touch -d '2020-01-01 00:00:00' /bin";

  @RegisterExtension final RootWorkspace workspace = new RootWorkspace();
  private BuildFixture fixture;
  private Containers containers;
  private ContainerCommit commit;

  @BeforeEach
  void open() throws IOException {
    fixture = new BuildFixture(workspace.path());
    fixture.buildBase();
    containers =
        new ConmonContainers(
            fixture.host,
            fixture.metadata.containers(),
            fixture.metadata.images(),
            fixture.content,
            fixture.snapshotter);
    commit = new ContainerCommit(fixture.store, containers, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    containers
        .list(Tenant.DEFAULT)
        .forEach(container -> containers.remove(Tenant.DEFAULT, container.id(), true));
    containers.close();
    fixture.close();
  }

  @Test
  void makesTheLayerThatRunMakesOfAContainerThatEnded() {
    var built = fixture.build("FROM base\nRUN " + WORK);
    var container = run(WORK);
    containers.await(Tenant.DEFAULT, container.id());

    var committed = commit(container);

    assertEquals(fixture.config(built.manifest()).diffIds(), config(committed).diffIds());
    var chain = ChainId.chainOf(config(committed).diffIds());
    assertTrue(fixture.snapshotter.isCommitted(chain.getLast()));
  }

  @Test
  void makesTheSameLayerOfOneThatRunsAndLetsItGoOn() throws Exception {
    var built = fixture.build("FROM base\nRUN " + WORK);
    var container = run(WORK + "; echo ready; read forever; echo went on");
    awaitLog(container, "ready\n");

    var committed = commit(container);

    assertEquals(fixture.config(built.manifest()).diffIds(), config(committed).diffIds());
    try (var attachment = containers.attach(Tenant.DEFAULT, container.id())) {
      attachment.input().write("x\n".getBytes(UTF_8));
      attachment.input().flush();
    }
    awaitLog(container, "ready\nwent on\n");
  }

  @Test
  void nothingChangesWhileFilesAreRead() throws Exception {
    var container = run("i=0; echo ready; while :; do i=$((i+1)); echo $i >> /one; done");
    awaitLog(container, "ready\n");
    for (var round = 0; round < 5; round++) {
      assertTrue(commit(container).bytes() > 0);
    }
    assertEquals(Container.State.RUNNING, containers.get(Tenant.DEFAULT, container.id()).state());
  }

  @Test
  void statesHowTheContainerWasRunAndWhatIsToChange() {
    var container = run("true");
    containers.await(Tenant.DEFAULT, container.id());

    var request =
        new CommitRequest(
            Reference.parseLocal("snapshot:1"),
            "Ada",
            "after the run",
            List.of("ENV WARM=$SET", "CMD [\"serve\"]"),
            true,
            CREATED);
    var config = config(commit.commit(Tenant.DEFAULT, container.id(), request));

    assertTrue(config.config().env().containsAll(List.of("SET=1", "WARM=1")));
    assertEquals(List.of("serve"), config.config().cmd());
    assertEquals(Map.of("kept", "yes"), config.config().labels());
    assertEquals("Ada", config.author());
    var last = config.history().getLast();
    assertEquals("after the run", last.comment());
    assertEquals("sh -c true", last.createdBy());
    assertEquals(CREATED, last.created());
    assertTrue(last.emptyLayer());
  }

  @Test
  void aContainerThatWroteNothingAddsNoLayer() {
    var container = run("true");
    containers.await(Tenant.DEFAULT, container.id());
    var committed = commit(container);
    assertNull(committed.layer());
    assertEquals(
        committed.manifest(),
        fixture.metadata.images().find(Tenant.DEFAULT, "snapshot:1").orElseThrow().digest());
  }

  @Test
  void saysWhatToDoWithoutTheImageOfTheContainer() {
    var container = containers.create(Tenant.DEFAULT, spec("true"));
    var images = fixture.metadata.images();
    images.remove(Tenant.DEFAULT, images.find(Tenant.DEFAULT, "base").orElseThrow().digest());
    var failure = assertThrows(AgentException.class, () -> commit(container));
    assertEquals(FailureReason.ImageNotFound, failure.reason());
    assertTrue(failure.getMessage().contains("pull it again"), failure.getMessage());
  }

  private CommitResult commit(Container container) {
    var name = Reference.parseLocal("snapshot:1");
    return commit.commit(
        Tenant.DEFAULT,
        container.id(),
        new CommitRequest(name, null, null, List.of(), true, CREATED));
  }

  private ImageConfig config(CommitResult committed) {
    return fixture.config(committed.manifest());
  }

  private Container run(String script) {
    var created = containers.create(Tenant.DEFAULT, spec(script));
    return containers.start(Tenant.DEFAULT, created.id());
  }

  private void awaitLog(Container container, String expected) throws InterruptedException {
    var log = "";
    while (!log.equals(expected)) {
      var out = new ByteArrayOutputStream();
      containers.logs(Tenant.DEFAULT, container.id(), LogOptions.ALL, out, out);
      log = out.toString(UTF_8);
      Thread.sleep(10);
    }
  }

  private static ContainerSpec spec(String script) {
    return new ContainerSpec(
        "base",
        null,
        null,
        List.of("sh", "-c", script),
        List.of("SET=1"),
        null,
        null,
        null,
        NetworkMode.NONE,
        List.of(),
        true,
        false,
        false,
        false,
        Security.DEFAULT,
        List.of(),
        false,
        ContainerSpec.Limits.NONE,
        Map.of("lamina.dev/task", "team-a/web", "kept", "yes"));
  }
}
