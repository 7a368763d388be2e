package dev.lamina.kubectl.cli;

import static dev.lamina.kubectl.cluster.FakeCluster.ready;
import static dev.lamina.kubectl.cluster.FakeCluster.stalled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.crds.containerrun.ContainerRunSpec;
import dev.lamina.crds.containerrun.RestartPolicy;
import dev.lamina.kubectl.cluster.FakeCluster;
import dev.lamina.kubectl.cluster.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerVerbsTest {
  private static final String ENDED =
      "{'observedGeneration': 1, 'state': 'Exited', 'exitCode': %d, 'logTail': '%s', 'conditions':"
          + " [{'type': '%s', 'status': 'True', 'reason': '%s', 'message': ''}]}";

  private final FakeCluster cluster = Recorded.cluster();
  private final CommandFixture line = new CommandFixture(cluster);

  private ContainerRunSpec spec() {
    return StrictReader.read(cluster.onlyWritten().path("spec"), ContainerRunSpec.class);
  }

  @Test
  void psShowsWhatRuns() {
    line.run("ps")
        .prints(
            "CONTAINER ID   IMAGE   COMMAND      CREATED        STATUS       PORTS                                           NAMES",
            "0123456789ab   web:1   \"sleep 60\"   24 hours ago   Up 2 hours   10.0.0.7:40321->80/tcp, 0.0.0.0:40322->53/udp   web-run");
    line.run("container", "ls", "-aq").prints("job", "web-run");
  }

  @Test
  void psOfWhatHasEndedTellsTheExitStatus() {
    var shown = line.run("ps", "-a").out();
    assertTrue(shown.contains("Exited (3) About an hour ago"), shown);
  }

  @Test
  void portIsWhereItCanBeReached() {
    line.run("port", "0123").prints("80/tcp -> 10.0.0.7:40321", "53/udp -> 0.0.0.0:40322");
    line.run("port", "web-run", "53/udp").prints("0.0.0.0:40322");
    line.run("port", "web-run", "81")
        .fails(1, "error: NotFound: container web-run publishes no port 81/tcp");
  }

  @Test
  void theStartOfSeveralIdsMeansNone() {
    line.run("port", "01")
        .fails(
            1, "error: InvalidArgument: '01' is the start of several container IDs: job, web-run");
  }

  @Test
  void logsAreTheEndOfWhatHasEnded() {
    line.run("logs", "job").prints("oops");
    line.run("logs", "web-run")
        .fails(
            1,
            "error: NotSupported: the output of a container that has not ended is not in the"
                + " cluster: wait for it with -f, or look on node node1 with 'lamina-agent logs"
                + " 0123456789ab'");
  }

  @Test
  void logsFollowToTheEnd() {
    cluster.answers(
        Kind.CONTAINER_RUN, "{'state': 'Running'}", "{'state': 'Exited', 'logTail': 'bye'}");
    line.run("logs", "-f", "web-run").prints("bye");
  }

  @Test
  void runReturnsWhatTheContainerReturned() {
    cluster.answers(
        Kind.CONTAINER_RUN,
        "{}",
        ready("Running", "'state': 'Running'"),
        ENDED.formatted(7, "text", "Stalled", "RunFailed"));
    var result = line.run("run", "--rm", "web:1", "sh", "-c", "exit 7");
    assertEquals(7, result.code(), result.err());
    assertEquals("text\n", result.out());
    assertEquals("", result.err());
    assertEquals(List.of("sh", "-c", "exit 7"), spec().args());
    assertEquals(List.of("ContainerRun"), cluster.deleted());
  }

  @Test
  void runWithoutRmKeepsTheContainer() {
    cluster.answers(Kind.CONTAINER_RUN, ENDED.formatted(0, "", "Ready", "Completed"));
    assertEquals(0, line.run("run", "web:1").code());
    assertEquals(List.of(), cluster.deleted());
    var name = cluster.onlyWritten().at("/metadata/name").asText();
    assertTrue(name.matches("web-[a-z0-9]{8,12}"), name);
  }

  @Test
  void runOfWhatDoesNotStartIsAFailure() {
    cluster.answers(Kind.CONTAINER_RUN, stalled("StartError", "no such command: nosuch"));
    line.run("run", "web:1", "nosuch").fails(127, "error: StartError: no such command: nosuch");
    cluster.answers(Kind.CONTAINER_RUN, stalled("ImageNotFound", "no image web:9"));
    line.run("run", "web:9").fails(125, "error: ImageNotFound: no image web:9");
  }

  @Test
  void whatARunLacksIsSaidWhileItWaits() {
    cluster.answers(
        Kind.CONTAINER_RUN,
        "{'observedGeneration': 1, 'conditions': [{'type': 'Ready', 'status': 'False', 'reason':"
            + " 'NoNodeAvailable', 'message': 'no node fits'}]}",
        ready("Running", "'state': 'Running'"));
    var result = line.run("run", "-d", "--name", "w", "web:1");
    assertEquals("waiting: NoNodeAvailable: no node fits\n", result.err());
    assertEquals("w\n", result.out());
  }

  @Test
  void optionsOfRunBecomeTheSpec() {
    var arguments =
        "run -d --name all -e A=b -e HERE -e NOT_HERE -p 8080:80 -p 53/udp -v data:/data:ro --tmpfs"
            + " /tmp:size=8m -w /srv -u 1000 --hostname h --network none --entrypoint sh --cpus 0.5"
            + " -m 64m --pids-limit 9 --read-only --restart on-failure:2 --pull never --cap-add"
            + " CHOWN --cap-drop ALL --node node2 web:1 -p";
    cluster.answers(Kind.CONTAINER_RUN, ready("Running", "'state': 'Running'"));
    line.run(arguments.split(" ")).prints("all");
    var spec = spec();
    var written = cluster.onlyWritten().path("spec");
    assertEquals(List.of("sh"), spec.command());
    assertEquals(List.of("-p"), spec.args());
    assertEquals("a value of here", spec.env().get(1).value());
    assertEquals(2, spec.env().size());
    assertEquals(8080, spec.ports().getFirst().hostPort());
    assertTrue(spec.mounts().getFirst().readOnly());
    assertEquals("8Mi", written.at("/mounts/1/tmpfs/size").asText());
    assertEquals("64Mi", written.at("/resources/memory").asText());
    assertEquals(RestartPolicy.OnFailure, spec.restartPolicy());
    assertEquals(2, spec.backoffLimit());
    assertEquals("ALL", written.at("/security/capabilities/drop/0").asText());
    assertEquals("node2", written.at("/placement/nodeName").asText());
  }

  @Test
  void wrongValuesNameTheOption() {
    line.run("run", "-p", "web", "web:1")
        .fails(125, "error: InvalidArgument: --publish 'web': want [HOST:]CONTAINER[/udp]");
    line.run("run", "--pull", "newer", "web:1")
        .fails(125, "error: InvalidArgument: --pull 'newer': want one of always, missing, never");
    assertEquals(List.of(), cluster.written());
  }

  @Test
  void aTerminalIsNotBuiltYet() {
    line.run("run", "-it", "web:1", "sh")
        .fails(
            125,
            "error: NotSupported: run -it is not built yet in the cluster: on a node, 'lamina-agent"
                + " run -it web:1' does it");
  }

  @Test
  void stopAsksAndWaits() {
    cluster.answers(Kind.CONTAINER_RUN, "{}", ready("Stopped", "'state': 'Exited'"));
    line.run("stop", "web-run").prints("web-run");
    assertEquals("Stopped", cluster.onlyWritten().at("/spec/desiredState").asText());
  }

  @Test
  void startIsForWhatWasStopped() {
    line.run("start", "job")
        .fails(
            1,
            "error: NotSupported: container job is Exited by itself: only one that was stopped"
                + " starts again; run a new one");
  }

  @Test
  void rmSparesWhatRuns() {
    line.run("rm", "web-run")
        .fails(1, "error: InUse: container web-run is running: stop it first, or use -f");
    line.run("rm", "-f", "web-run", "job").prints("web-run", "job");
    assertEquals(List.of("ContainerRun", "ContainerRun"), cluster.deleted());
  }
}
