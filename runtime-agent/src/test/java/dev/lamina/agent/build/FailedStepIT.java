package dev.lamina.agent.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.metadata.FailedStepStore.FailedStep;
import dev.lamina.agent.metadata.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a failed build leaves to look into.
@Timeout(120)
class FailedStepIT {
  private static final String FIRST = "localhost/failed-step/web:1";

  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();

  private BuildFixture fixture;

  @BeforeEach
  void openStore() throws IOException {
    fixture = new BuildFixture(workspace.path());
    fixture.buildBase();
  }

  @AfterEach
  void closeStore() throws IOException {
    assertEquals(List.of(), fixture.leftovers());
    fixture.close();
  }

  @Test
  void isTheStateBeforeTheStepWhereTheStepWouldHaveRun() {
    var failure =
        fail(
            """
            FROM base
            RUN echo good > /made
            ENV A=b
            WORKDIR /work
            RUN echo bad > /made && exit 7
            """,
            FIRST);

    var kept = failure.kept();
    assertNotNull(kept);
    assertEquals(FIRST, kept.image().toString());
    assertTrue(kept.until().isAfter(Instant.now().plusSeconds(3000)));
    var image = fixture.metadata.images().find(Tenant.DEFAULT, FIRST).orElseThrow();
    var config = fixture.config(image.digest());
    assertEquals("/work", config.config().workingDir());
    assertTrue(config.config().env().contains("A=b"));
    assertEquals(List.of("/bin/sh"), config.config().cmd());
    var files = config.chain().stream().map(fixture.snapshotter::layerDirectory);
    assertEquals(
        List.of("good\n"),
        files.map(path -> path.resolve("made")).filter(Files::exists).map(this::read).toList());
  }

  @Test
  void aNewerBuildEndsIt() {
    fail("FROM base\nRUN exit 1\n", FIRST);
    fail("FROM base\nRUN exit 1\n", "localhost/failed-step/web:2");
    fail("FROM base\nRUN exit 1\n", "localhost/failed-step/other:1");

    var now = Instant.now();
    var over =
        fixture.metadata.failedSteps().all().stream()
            .filter(step -> !step.until().isAfter(now))
            .map(FailedStep::name)
            .map(Object::toString)
            .toList();
    assertEquals(List.of(FIRST), over);
  }

  @Test
  void aDockerfileThatCannotBeReadLeavesNothing() {
    assertNull(fail("FROM base\nRUM exit 1\n", FIRST).kept());
    assertNull(fail("FROM scratch\nCOPY missing /\n", FIRST).kept());
    assertFalse(fixture.metadata.images().find(Tenant.DEFAULT, FIRST).isPresent());
  }

  private BuildFailure fail(String dockerfile, String image) {
    return assertThrows(BuildException.class, () -> fixture.buildKeeping(dockerfile, image))
        .failure();
  }

  private String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
