package dev.lamina.kubectl.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.kubectl.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With a kubectl that is a script: it writes its arguments down and answers as the test says.
class KubectlTest {
  private static final Scope SCOPE = new Scope("/k", null, "team");

  @TempDir private Path directory;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Cluster kubectl(String script) throws IOException {
    return kubectl(program(script), HeadStart.none());
  }

  private Cluster kubectl(String program, HeadStart headStart) {
    return new Kubectl(program, SCOPE, print(), headStart, Duration.ofMillis(20));
  }

  private PrintStream print() {
    return new PrintStream(err, true, StandardCharsets.UTF_8);
  }

  private String program(String script) throws IOException {
    var program = directory.resolve("kubectl");
    Files.writeString(
        program,
        """
        #!/bin/sh
        echo "$*" >>'%1$s/calls'
        %2$s
        """
            .formatted(directory, script));
    program.toFile().setExecutable(true);
    return program.toString();
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(directory.resolve("calls"));
  }

  @Test
  void listsWithTheScopeOfTheCaller() throws IOException {
    var found = kubectl("echo '{\"items\": [{\"a\": 1}]}'").list(Kind.IMAGE, true);
    assertEquals(1, found.getFirst().path("a").asInt());
    assertEquals(
        List.of(
            "--kubeconfig=/k --namespace=team get images.lamina.dev --output=json"
                + " --all-namespaces"),
        calls());
  }

  @Test
  void whatIsNotThereIsAbsent() throws IOException {
    var error =
        "echo 'Error from server (NotFound): images.lamina.dev \"x\" not found' >&2; exit 1";
    assertEquals(Optional.empty(), kubectl(error).find(Kind.IMAGE, "x"));
  }

  @Test
  void aRefusalKeepsTheReasonOfTheServer() throws IOException {
    var cluster =
        kubectl(
            """
            echo 'E1127 21:11:09.675469   20752 memcache.go:265] "Unhandled Error"' >&2
            echo 'To sign in, open https://login.example.com' >&2
            echo 'Error from server (Forbidden): images.lamina.dev is forbidden' >&2
            exit 1
            """);
    var failure = assertThrows(Failure.class, () -> cluster.list(Kind.IMAGE, false));
    assertEquals("Forbidden", failure.reason());
    assertEquals("images.lamina.dev is forbidden", failure.getMessage());
    assertEquals(
        "To sign in, open https://login.example.com\n", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void withoutAKubectlItSaysSo() {
    var cluster =
        new Kubectl(directory.resolve("none").toString(), new Scope(null, null, null), System.err);
    var failure = assertThrows(Failure.class, () -> cluster.list(Kind.IMAGE, false));
    assertEquals("NotFound", failure.reason());
  }

  @Test
  void writesAnObjectToItsStandardInput() throws IOException {
    var made = kubectl("cat").create(Kind.SECRET.object("s"));
    assertEquals("Secret", made.path("kind").asText());
  }

  @Test
  void aWatchEndsWithWhatIsLookedFor() throws IOException {
    var cluster =
        kubectl(
            """
            echo '{"type": "ADDED", "object": {"n": 1}}'
            echo '{"type": "MODIFIED", "object": {"n": 2}}'
            exec sleep 60
            """);
    var seen =
        cluster.await(
            Kind.IMAGE, "x", object -> Optional.of(object.path("n").asInt()).filter(n -> n == 2));
    assertEquals(2, seen);
  }

  @Test
  void aWatchThatTheServerEndsIsTakenUpAgain() throws IOException {
    var cluster =
        kubectl(
            "echo '{\"type\": \"ADDED\", \"object\": {\"n\": '$(wc -l <'%s/calls')'}}'"
                .formatted(directory));
    var third =
        cluster.await(
            Kind.IMAGE, "x", object -> Optional.of(object.path("n").asText()).filter("3"::equals));
    assertEquals("3", third);
  }

  @Test
  void aWatchOfWhatIsDeletedEnds() throws IOException {
    var cluster = kubectl("echo '{\"type\": \"DELETED\", \"object\": {}}'");
    var failure =
        assertThrows(
            Failure.class, () -> cluster.await(Kind.IMAGE, "x", object -> Optional.empty()));
    assertEquals("NotFound", failure.reason());
  }

  @Test
  void aWatchOfWhatIsGoneAlreadyEnds() throws IOException {
    var cluster =
        kubectl(
            """
            case "$*" in *--watch*) exec sleep 60 ;; esac
            echo 'Error from server (NotFound): images.lamina.dev "x" not found' >&2
            exit 1
            """);
    var failure =
        assertThrows(
            Failure.class, () -> cluster.await(Kind.IMAGE, "x", object -> Optional.empty()));
    assertEquals("NotFound", failure.reason());
  }

  @Test
  void aListThatWasForeseenIsAskedForOnce() throws IOException {
    var program = program("echo '{\"items\": [{\"a\": 1}]}'");
    try (var headStart = HeadStart.list(program, SCOPE, Kind.IMAGE, false, print())) {
      var cluster = kubectl(program, headStart);
      assertEquals(1, cluster.list(Kind.IMAGE, false).size());
      assertEquals(1, calls().size());
      assertEquals(1, cluster.list(Kind.IMAGE, false).size());
      assertEquals(2, calls().size());
    }
  }

  @Test
  void aListFromBeforeAnotherCallIsNotBelieved() throws IOException {
    var program = program("echo '{\"items\": ['$(wc -l <'%s/calls')']}'".formatted(directory));
    try (var headStart = HeadStart.list(program, SCOPE, Kind.IMAGE, false, print())) {
      var cluster = kubectl(program, headStart);
      cluster.create(Kind.SECRET.object("s"));
      assertTrue(cluster.list(Kind.IMAGE, false).getFirst().asInt() >= 2);
    }
  }
}
