package dev.lamina.agent.build;

import static dev.lamina.agent.build.BuildFixture.cached;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.container.ContainerSpec.Limits;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.LayerForm;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.linux.RootWorkspace;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagebuild.LintMode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What becomes of a finished image, and how its steps are executed.
@Timeout(120)
class BuildOutputIT {
  private static final Map<String, String> EPOCH = Map.of("SOURCE_DATE_EPOCH", "1700000000");
  private static final String TWO_STAGES =
      """
      FROM base AS tools
      RUN echo tool > /tool
      FROM base
      COPY --from=tools /tool /tool
      RUN mkdir -p /d/e && echo a > /d/f && ln -s f /d/l && ln /d/f /d/g
      """;

  @RegisterExtension private final RootWorkspace workspace = new RootWorkspace();

  private BuildFixture fixture;

  @BeforeEach
  void openStore() throws IOException {
    fixture = new BuildFixture(workspace.path().resolve("one"));
    fixture.buildBase(EPOCH);
  }

  @AfterEach
  void closeStore() throws IOException {
    assertEquals(List.of(), fixture.leftovers());
    fixture.close();
  }

  @Test
  void twoStateDirectoriesGiveTheSameDatedImage() throws IOException {
    try (var other = new BuildFixture(workspace.path().resolve("two"))) {
      other.buildBase(EPOCH);
      assertEquals(
          fixture.build(TWO_STAGES, EPOCH).manifest(), other.build(TWO_STAGES, EPOCH).manifest());
    }
  }

  @Test
  void aDatedStepIsNoOtherStepsResult() {
    var undated = fixture.build(TWO_STAGES);
    var dated = fixture.build(TWO_STAGES, EPOCH);
    assertEquals(List.of(false, false, false), cached(dated));
    assertNotEquals(undated.manifest(), dated.manifest());
    assertEquals(List.of(true, true, true), cached(fixture.build(TWO_STAGES, EPOCH)));
  }

  @Test
  void executesTheStepsOfAStageAnew() {
    fixture.build(TWO_STAGES);
    fixture.noCacheStages = Set.of("Tools");
    assertEquals(List.of(false, true, true), cached(fixture.build(TWO_STAGES)));
  }

  @Test
  void compressesNewLayersAsAsked() throws IOException {
    var gzip = fixture.build(TWO_STAGES);
    for (var form : List.of(LayerForm.ZSTD, LayerForm.NONE)) {
      fixture.layers = form;
      var built = fixture.build(TWO_STAGES).manifest();
      var image = manifest(built);
      var media = image.layers().stream().map(layer -> layer.mediaType()).toList();
      assertEquals(MediaTypes.OCI_LAYER_GZIP, media.getFirst());
      assertEquals(form.mediaType(), media.getLast());
      assertEquals(fixture.config(gzip.manifest()).diffIds(), fixture.config(built).diffIds());
      assertEquals(built, fixture.build(TWO_STAGES).manifest());
    }
  }

  private Manifest manifest(Digest digest) {
    return new ImageCatalog(fixture.metadata.images(), fixture.content)
        .get(Tenant.DEFAULT, digest.toString())
        .manifest();
  }

  @Test
  void annotatesTheManifest() {
    fixture.annotations = Map.of("a.b/c", "d");
    var image = manifest(fixture.build("FROM base\n").manifest());
    assertEquals(Map.of("a.b/c", "d"), image.annotations());
  }

  @Test
  void limitsWhatARunMayUse() {
    fixture.limits = new Limits(null, null, 4);
    var greedy = "FROM base\nRUN for i in 1 2 3 4 5 6; do sleep 1 & done; wait\n";
    assertThrows(BuildException.class, () -> fixture.build(greedy));
    fixture.limits = Limits.NONE;
    fixture.build(greedy);
  }

  @Test
  void remarksAboutTheDockerfileAreToldOrFailTheBuild() {
    var dubious = "FROM base\nENV A=$UNKNOWN\nMAINTAINER me\n";
    fixture.lint = LintMode.Warn;
    fixture.build(dubious);
    assertEquals(List.of("UnpinnedBaseImage", "UndefinedVar", "MaintainerDeprecated"), remarks());

    fixture.lint = LintMode.Error;
    var failed = assertThrows(BuildException.class, () -> fixture.build(dubious));
    assertEquals(FailureReason.DockerfileError, failed.reason());

    fixture.lint = LintMode.Off;
    fixture.build(dubious);
    assertEquals(List.of(), remarks());
    var strict = "# check=error=true;skip=MaintainerDeprecated\n" + dubious;
    var e = assertThrows(BuildException.class, () -> fixture.build(strict));
    assertEquals(
        "Dockerfile:3: UndefinedVar: Usage of undefined variable '$UNKNOWN' (lint: 1 in all)",
        e.getMessage());
  }

  private List<String> remarks() {
    return fixture.events.stream()
        .filter(BuildEvent.Linted.class::isInstance)
        .flatMap(event -> ((BuildEvent.Linted) event).remarks().stream())
        .map(BuildEvent.Remark::rule)
        .toList();
  }
}
