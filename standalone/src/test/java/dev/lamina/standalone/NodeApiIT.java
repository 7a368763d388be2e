package dev.lamina.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lamina.agent.task.cluster.ApiConnection;
import dev.lamina.agent.task.cluster.KubernetesNodeApi;
import dev.lamina.agent.task.cluster.MergePatch;
import dev.lamina.agent.task.cluster.TaskKey;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.crds.nodetask.NodeTaskStatus;
import dev.lamina.crds.nodetask.RunReport;
import dev.lamina.standalone.access.Account;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the agent asks of an API server, with the agent's own rights.
class NodeApiIT {
  private static final String NODE = "worker-1";
  private static final TaskKey TASK = new TaskKey("default", "web-1-abc");
  private static final Instant NOW = Instant.parse("2026-11-20T22:40:00.125Z");

  @TempDir static Path directory;
  private static ApiFixture cluster;
  private static ApiConnection connection;
  private KubernetesNodeApi api;

  @BeforeAll
  static void start() throws Exception {
    cluster = new ApiFixture(directory);
    cluster.kubectl("create", "namespace", "lamina-system").succeeds();
    var kubeconfig = directory.resolve(Account.AGENT.id() + ".kubeconfig").toFile();
    connection = new ApiConnection(Config.fromKubeconfig(kubeconfig));
  }

  @BeforeEach
  void connect() {
    api = new KubernetesNodeApi(connection, NODE);
  }

  @AfterEach
  void disconnect() {
    api.close();
    cluster.kubectl("delete", "imagenodes", "--all").succeeds();
  }

  @AfterAll
  static void stop() {
    connection.close();
    cluster.close();
  }

  @Test
  void deliversTheStatesOfItsImageNodeAndOfNoOther() throws Exception {
    var states = new LinkedBlockingQueue<ImageNode>();
    api.watchNode(states::add);
    applyNode("worker-2", 7);
    applyNode(NODE, 1);
    awaitRevision(states, 1);
    applyNode(NODE, 2);
    awaitRevision(states, 2);
  }

  @Test
  void readsATaskAndReportsToIt() {
    assertTrue(api.getTask(TASK).isEmpty());
    assertFalse(api.patchTaskStatus(TASK, JsonNodeFactory.instance.objectNode()));
    applyTask();
    assertEquals(NODE, api.getTask(TASK).orElseThrow().getSpec().nodeName());

    assertTrue(api.patchTaskStatus(TASK, MergePatch.ofStatus(status(42L))));
    assertTrue(api.patchTaskStatus(TASK, MergePatch.ofStatus(status(null))));

    var status = api.getTask(TASK).orElseThrow().getStatus();
    assertEquals(status(null), status);
  }

  @Test
  void reportsToItsImageNode() {
    var patch = JsonNodeFactory.instance.objectNode();
    patch.putObject("status").put("observedRevision", 3).putNull("store");
    assertFalse(api.patchNodeStatus(patch));
    applyNode(NODE, 3);
    assertTrue(api.patchNodeStatus(patch));
    cluster
        .kubectl("get", "imagenode", NODE, "-o", "jsonpath={.status.observedRevision}")
        .succeeds()
        .shows("3");
  }

  @Test
  void makesAndRenewsItsLease() {
    api.renewLease(NOW);
    api.renewLease(NOW.plusSeconds(20));
    cluster
        .kubectl(
            "get",
            "lease",
            "-n",
            "lamina-system",
            "lamina-agent-" + NODE,
            "-o",
            "jsonpath={.spec.holderIdentity} {.spec.renewTime}")
        .succeeds()
        .shows("worker-1 2026-11-20T22:40:20.125000Z");
  }

  private static NodeTaskStatus status(@Nullable Long pid) {
    var run =
        new RunReport(
            null, null, "web:1", pid, null, List.of(), null, null, null, NOW, null, 1, null, null,
            "x\n");
    var condition = new Condition("Succeeded", ConditionStatus.Unknown, null, NOW, "Running", "");
    return new NodeTaskStatus(null, run, List.of(condition));
  }

  private void applyNode(String name, int revision) {
    cluster
        .apply(
            """
            apiVersion: lamina.dev/v1alpha1
            kind: ImageNode
            metadata: {name: %s}
            spec: {revision: %d}
            """
                .formatted(name, revision))
        .succeeds();
  }

  private void applyTask() {
    cluster
        .apply(
            """
            apiVersion: lamina.dev/v1alpha1
            kind: NodeTask
            metadata: {name: web-1-abc, namespace: default}
            spec: {type: Run, nodeName: worker-1, attempt: 1, payload: {image: web}}
            """)
        .succeeds();
  }

  private static void awaitRevision(BlockingQueue<ImageNode> states, long revision)
      throws InterruptedException {
    for (var seen = -1L; seen != revision; ) {
      var state = states.poll(30, TimeUnit.SECONDS);
      assertNotNull(state, () -> "no state of revision " + revision);
      assertEquals(NODE, state.getMetadata().getName());
      seen = Objects.requireNonNullElse(state.getSpec().revision(), 0L);
    }
  }
}
