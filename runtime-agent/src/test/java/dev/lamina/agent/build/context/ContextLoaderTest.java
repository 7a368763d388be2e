package dev.lamina.agent.build.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.build.BuildContext;
import dev.lamina.agent.build.DockerfileSource;
import dev.lamina.agent.build.copy.CopyException;
import dev.lamina.agent.build.copy.SourceSelection;
import dev.lamina.agent.dockerfile.PathPatterns;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.registry.HttpDownload;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextLoaderTest {
  private final ContextLoader loader =
      new ContextLoader(new HttpDownload(Duration.ofSeconds(1), 1));

  @TempDir private Path directory;

  private LoadedContext load(BuildContext context, DockerfileSource dockerfile) throws IOException {
    return loader.load(context, dockerfile, Files.createTempDirectory(directory, "scratch"));
  }

  private Path context(String... files) throws IOException {
    var context = Files.createTempDirectory(directory, "context");
    for (var file : files) {
      Files.writeString(context.resolve(file), "FROM " + file.toLowerCase(Locale.ROOT));
    }
    return context;
  }

  private static int selected(LoadedContext context, String source) throws IOException {
    return SourceSelection.select(context.files(), source, PathPatterns.compile(List.of())).size();
  }

  @Test
  void readsTheDockerfileOfTheContextEvenIfItIsIgnored() throws IOException {
    var context = context("Dockerfile", "a");
    Files.writeString(context.resolve(".dockerignore"), "Dockerfile\n.dockerignore\n");
    try (var loaded = load(new BuildContext.Directory(context), DockerfileSource.DEFAULT)) {
      assertEquals(1, loaded.dockerfile().stages().size());
      assertEquals(1, selected(loaded, "a"));
      assertThrows(CopyException.class, () -> selected(loaded, "Dockerfile"));
    }
  }

  @Test
  void ignoreFileOfTheDockerfileReplacesThatOfTheContext() throws IOException {
    var context = context("My.Dockerfile", "a", "b");
    Files.writeString(context.resolve(".dockerignore"), "a\n");
    Files.writeString(context.resolve("My.Dockerfile.dockerignore"), "b\n");
    var sources =
        List.of(
            new DockerfileSource.InContext("My.Dockerfile"),
            new DockerfileSource.File(context.resolve("My.Dockerfile")));
    for (var source : sources) {
      try (var loaded = load(new BuildContext.Directory(context), source)) {
        assertEquals(1, selected(loaded, "a"));
        assertThrows(CopyException.class, () -> selected(loaded, "b"));
      }
    }
  }

  @Test
  void namesTheDockerfileInMessages() throws IOException {
    var context = context("Dockerfile");
    Files.writeString(context.resolve("Dockerfile"), "FROM a\nRNU x\n");
    var e =
        assertThrows(
            AgentException.class,
            () -> load(new BuildContext.Directory(context), DockerfileSource.DEFAULT));
    assertTrue(e.getMessage().startsWith("Dockerfile:2: unknown instruction: RNU"));
  }

  @Test
  void refusesWhatIsNotThere() {
    var missing = new BuildContext.Directory(directory.resolve("missing"));
    var empty = new BuildContext.Directory(directory);
    for (var context : List.of(missing, empty)) {
      var e = assertThrows(AgentException.class, () -> load(context, DockerfileSource.DEFAULT));
      assertEquals(FailureReason.ContextUnavailable, e.reason());
    }
    var e = assertThrows(AgentException.class, () -> BuildContext.Git.of("git@x:y.git"));
    assertEquals(FailureReason.InvalidArgument, e.reason());
  }

  @Test
  void aMalformedIgnorePatternIsAnError() throws IOException {
    var context = context("Dockerfile");
    Files.writeString(context.resolve(".dockerignore"), "!\n");
    var e =
        assertThrows(
            AgentException.class,
            () -> load(new BuildContext.Directory(context), DockerfileSource.DEFAULT));
    assertEquals(FailureReason.DockerfileError, e.reason());
  }
}
