package dev.lamina.agent.build;

import static dev.lamina.agent.build.BuildFixture.cached;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.build.BuildRequest.Execution;
import dev.lamina.agent.build.BuildRequest.Output;
import dev.lamina.agent.image.LayerForm;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.network.NetworkMode;
import dev.lamina.agent.registry.reach.AddressPolicy;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Builds on real overlays with real processes.
@Timeout(120)
class BuildIT {
  private static final String SITE =
      """
      FROM base
      RUN mkdir /site && echo made >> /log
      COPY page /site/index.html
      RUN cat /site/index.html >> /log
      """;

  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();

  private BuildFixture fixture;

  @BeforeEach
  void openStore() throws IOException {
    fixture = new BuildFixture(workspace.path());
    fixture.buildBase();
    fixture.write("page", "Hi\n");
  }

  @AfterEach
  void closeStore() throws IOException {
    assertEquals(List.of(), fixture.leftovers());
    fixture.close();
  }

  @Test
  void buildsAnImage() throws IOException {
    var result = fixture.build(SITE + "ENV A=b\nCMD [\"sh\"]\n");
    assertEquals("made\nHi\n", fixture.read(result, "log"));
    var config = fixture.config(result.manifest());
    assertEquals(List.of("sh"), config.config().cmd());
    assertEquals(6, config.diffIds().size());
    assertEquals(
        result.imageId(),
        fixture.metadata.images().find(Tenant.DEFAULT, "test").orElseThrow().imageId());
  }

  @Test
  void anUnchangedBuildComesFromTheCacheAndGivesTheSameImage() {
    var first = fixture.build(SITE);
    var runs = fixture.runner.runs();
    var second = fixture.build(SITE);
    assertEquals(List.of(false, false, false), cached(first));
    assertEquals(List.of(true, true, true), cached(second));
    assertEquals(first.manifest(), second.manifest());
    assertEquals(runs, fixture.runner.runs());
  }

  @Test
  void aChangedFileExecutesWhatComesAfterIt() throws IOException {
    fixture.build(SITE);
    fixture.write("page", "Ho\n");
    var result = fixture.build(SITE);
    assertEquals(List.of(true, false, false), cached(result));
    assertEquals("made\nHo\n", fixture.read(result, "log"));
  }

  @Test
  void aChangedArgumentExecutesTheRunThatSeesIt() {
    var text = "FROM base\nRUN true\nARG X\nRUN echo $X\n";
    fixture.build(text, Map.of("X", "1"));
    assertEquals(List.of(true, false), cached(fixture.build(text, Map.of("X", "2"))));
    assertEquals(List.of("2"), fixture.log());
  }

  @Test
  void cacheFollowsWhatIsCopiedFromAStageAndNotTheStage() throws IOException {
    var text =
        "FROM base AS make\nCOPY . /in\nRUN cp /in/page /out\nFROM scratch\nCOPY --from=make /out /\n";
    var first = fixture.build(text);
    fixture.write("other", "irrelevant");
    var second = fixture.build(text);
    assertEquals(List.of(false, false, true), cached(second));
    assertEquals(first.manifest(), second.manifest());
  }

  @Test
  void tenantsDoNotShareTheCache() {
    var text = "FROM scratch\nCOPY page /\n";
    fixture.build(text);
    assertEquals(List.of(true), cached(fixture.buildFor(Tenant.DEFAULT, text)));
    assertEquals(List.of(false), cached(fixture.buildFor(new Tenant("other"), text)));
  }

  @Test
  void aCachedStepWhoseSnapshotIsGoneIsExecutedAgain() {
    var text = "FROM scratch\nCOPY page /\n";
    var first = fixture.build(text);
    fixture.snapshotter.remove(fixture.config(first.manifest()).chain().getLast());
    assertEquals(List.of(false), cached(fixture.build(text)));
  }

  @Test
  void aFailedRunTellsWhereAndKeepsTheStepsBeforeIt() {
    var text = "FROM base\nRUN echo good\n\nRUN echo out && echo err >&2 && exit 7\n";
    var e = assertThrows(BuildException.class, () -> fixture.build(text));
    assertEquals(FailureReason.RunFailed, e.reason());
    assertEquals(7, e.failure().exitCode());
    assertEquals(4, e.failure().line());
    assertEquals("RUN echo out && echo err >&2 && exit 7", e.failure().instruction());
    assertEquals(List.of("err", "out"), e.failure().lastLines().stream().sorted().toList());
    assertTrue(e.getMessage().startsWith("Dockerfile:4: process \"/bin/sh -c echo out"));
    assertEquals(List.of(true), cached(fixture.build("FROM base\nRUN echo good\n")));
  }

  @Test
  void aMissingFileTellsWhere() {
    var e = assertThrows(BuildException.class, () -> fixture.build("FROM scratch\nCOPY nope /\n"));
    assertEquals(FailureReason.CopyFailed, e.reason());
    assertEquals("Dockerfile:2: \"/nope\": not found in the build context", e.getMessage());
  }

  @Test
  void aMissingBaseIsNamed() {
    var e = assertThrows(BuildException.class, () -> fixture.build("FROM localhost/nope:1\n"));
    assertEquals(FailureReason.ImageNotFound, e.reason());
    assertEquals(1, e.failure().line());
    assertTrue(e.getMessage().contains("localhost/nope:1"));
  }

  @Test
  void copiesBetweenStagesWithOwners() throws IOException {
    var result =
        fixture.build(
            """
            FROM base AS a
            RUN echo a > /a && chown 5:6 /a
            FROM base AS b
            RUN echo b > /b
            FROM scratch
            COPY --from=a /a /from/
            COPY --from=b --chown=7 /b /from/
            """);
    assertEquals("a\n", fixture.read(result, "from/a"));
    assertEquals("b\n", fixture.read(result, "from/b"));
    assertEquals(3, fixture.runner.runs());
  }

  @Test
  void ignoredFilesAreNotInTheContext() throws IOException {
    fixture.write(".dockerignore", "*\n!page\n");
    fixture.write("secret", "x");
    var result = fixture.build("FROM scratch\nCOPY . /\n");
    assertTrue(fixture.exists(result, "page"));
    assertFalse(fixture.exists(result, "secret"));
  }

  @Test
  void linksOfTheImageDoNotLeadOut() throws IOException {
    var canary = workspace.path().resolve("canary");
    Files.writeString(canary, "safe");
    fixture.build(
        """
        FROM base
        RUN ln -s %1$s /esc && ln -s %2$s /dir
        COPY page /esc
        WORKDIR /dir/made
        COPY page /dir/
        """
            .formatted(canary, workspace.path()));
    assertEquals("safe", Files.readString(canary));
    assertFalse(Files.exists(workspace.path().resolve("made")));
    assertFalse(Files.exists(workspace.path().resolve("page")));
  }

  @Test
  void anInterruptEndsTheCommandAndCleansUp() throws Exception {
    var started = new CountDownLatch(1);
    var failures = new ArrayList<BuildException>();
    var build =
        Thread.ofVirtual()
            .start(() -> {
              try {
                fixture.builder.build(sleeping(), event -> startedWhen(event, started));
              } catch (BuildException e) {
                failures.add(e);
              }
            });
    started.await();
    build.interrupt();
    build.join();
    assertEquals(FailureReason.Cancelled, failures.getFirst().reason());
    assertEquals(List.of(), fixture.leftovers());
  }

  private static BuildRequest sleeping() {
    return new BuildRequest(
        Tenant.DEFAULT,
        new BuildContext.Inline(List.of()),
        new DockerfileSource.Text("FROM base\nRUN echo started; sleep 1000\n"),
        null,
        Map.of(),
        Map.of(),
        Secrets.NONE,
        null,
        Execution.on(NetworkMode.NONE, AddressPolicy.ANYWHERE),
        Output.named(List.of()));
  }

  private static void startedWhen(BuildEvent event, CountDownLatch started) {
    if (event instanceof BuildEvent.Log) {
      started.countDown();
    }
  }

  @Test
  void writesAnArchiveAndIgnoresTheCacheWhenAsked() {
    var output = workspace.path().resolve("image.tar");
    fixture.build(SITE);
    var result = fixture.buildWithoutCache(SITE, output);
    assertEquals(List.of(false, false, false), cached(result));
    assertTrue(Files.exists(output));
  }

  @Test
  void buildsFromAnArchive() throws Exception {
    var tar = workspace.path().resolve("context.tgz");
    var command =
        List.of("tar", "-czf", tar.toString(), "-C", workspace.path().toString(), "context");
    assertEquals(0, new ProcessBuilder(command).start().waitFor());
    var request =
        new BuildRequest(
            Tenant.DEFAULT,
            new BuildContext.Archive(tar),
            new DockerfileSource.Text("FROM scratch\nCOPY context/page /copy\n"),
            null,
            Map.of(),
            Map.of(),
            Secrets.NONE,
            null,
            Execution.on(NetworkMode.NONE, AddressPolicy.ANYWHERE),
            new Output(List.of(), Map.of("k", "v"), Map.of(), LayerForm.GZIP, null));
    var result = fixture.builder.build(request, BuildListener.SILENT);
    assertEquals("Hi\n", fixture.read(result, "copy"));
    assertEquals(Map.of("k", "v"), fixture.config(result.manifest()).config().labels());
  }
}
