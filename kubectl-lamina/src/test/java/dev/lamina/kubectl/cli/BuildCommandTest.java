package dev.lamina.kubectl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.imagebuild.ImageBuildSpec;
import dev.lamina.kubectl.cluster.FakeCluster;
import dev.lamina.kubectl.cluster.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildCommandTest {
  private static final String RUNNING =
      "{'observedGeneration': 1, 'lastHandledRebuildAt': 'MARK', 'steps': ["
          + "{'id': '1', 'instruction': 'FROM base', 'state': 'Succeeded', 'cached': true},"
          + "{'id': '2', 'instruction': 'RUN make', 'state': 'Running'}]}";

  @TempDir private Path directory;

  private final FakeCluster cluster = new FakeCluster();
  private final CommandFixture line = new CommandFixture(cluster);

  @BeforeEach
  void writeContext() throws IOException {
    Files.writeString(
        directory.resolve("Dockerfile"), "FROM registry.test/base AS one\nRUN make\n");
  }

  private CommandFixture.Result build(String... further) {
    var arguments = new ArrayList<>(List.of("build", "-t", "demo/web:1"));
    arguments.addAll(List.of(further));
    arguments.add(directory.toString());
    return line.run(arguments.toArray(String[]::new));
  }

  private static String built(String state, String type, String reason) {
    return ("{'observedGeneration': 1, 'lastHandledRebuildAt': 'MARK', 'imageID': '%s', 'steps': ["
            + "{'id': '1', 'instruction': 'FROM base', 'state': 'Succeeded', 'cached': true},"
            + "{'id': '2', 'instruction': 'RUN make', 'state': '%s', 'millis': 1240}], 'outputs':"
            + " [{'ref': 'localhost/demo/web:1'}], 'logTail': 'make: no rule',"
            + " 'conditions': [{'type': '%s', 'status': 'True', 'reason': '%s', 'message': 'line 2'}]}")
        .formatted(CommandFixture.WEB_ID, state, type, reason);
  }

  @Test
  void stepsAreShownAsTheyMoveAndTheResultAtTheEnd() {
    cluster.answers(Kind.IMAGE_BUILD, "{}", RUNNING, built("Succeeded", "Ready", "BuildSucceeded"));
    var result =
        build().prints("Successfully built abcd22222222", "Successfully tagged demo/web:1");
    assertEquals("#1 FROM base\n#1 CACHED\n#2 RUN make\n#2 DONE 1.2s\n", result.err());
    assertEquals(List.of(), cluster.deleted());
  }

  @Test
  void optionsBecomeTheSpec() {
    cluster
        .with(Kind.SECRET, "lamina-login-registry.test", "{}", "{}")
        .answers(Kind.IMAGE_BUILD, built("Succeeded", "Ready", "BuildSucceeded"));
    build("-q", "--build-arg", "HERE", "--build-arg", "B=2", "--target", "one", "--label", "a=b")
        .prints(CommandFixture.WEB_ID);
    var object = cluster.onlyWritten();
    assertEquals("demo-web", object.at("/metadata/name").asText());
    var spec = StrictReader.read(object.path("spec"), ImageBuildSpec.class);
    assertEquals("a value of here", spec.args().getFirst().value());
    assertEquals(List.of("demo/web:1"), spec.output().images());
    assertEquals("lamina-login-registry.test", spec.pullSecretRefs().getFirst().name());
    assertEquals("one", spec.target());
  }

  @Test
  void aFailureShowsWhatTheStepWrote() {
    cluster.answers(Kind.IMAGE_BUILD, RUNNING, built("Failed", "Stalled", "RunFailed"));
    build()
        .fails(
            1,
            "#1 FROM base\n#1 CACHED\n#2 RUN make\n#2 ERROR\nmake: no rule\n"
                + "error: RunFailed: line 2");
  }

  @Test
  void aBuildOfBeforeIsNotTheOneThatIsAwaited() {
    var before = built("Succeeded", "Ready", "BuildSucceeded").replace("MARK", "earlier");
    cluster
        .with(Kind.IMAGE_BUILD, "demo-web", "{}", before)
        .answers(Kind.IMAGE_BUILD, before, built("Succeeded", "Ready", "BuildSucceeded"));
    build("-q").prints(CommandFixture.WEB_ID);
  }

  @Test
  void anImageBuildOfSomebodyElseStays() {
    cluster.with(Kind.IMAGE_BUILD, "demo-web", "{}", "{}");
    var theirs = cluster.find(Kind.IMAGE_BUILD, "demo-web").orElseThrow();
    ((ObjectNode) theirs.path("metadata")).remove("labels");
    build()
        .fails(
            1,
            "error: AlreadyExists: ImageBuild demo-web is not of kubectl lamina build: give this"
                + " one another --name");
    assertEquals(List.of(), cluster.written());
  }

  @Test
  void whatIsNoDirectoryIsSaidToBeNone() {
    var result = line.run("build", "https://example.com/repository.git");
    assertTrue(result.err().startsWith("error: NotSupported: build of 'https://"), result::err);
  }
}
