package dev.lamina.agent.task.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lamina.crds.imagenode.ImageNode;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KubernetesNodeApiTest {
  private static final TaskKey TASK = new TaskKey("team-a", "web-1-abc");

  private ScriptedApi server;
  private ApiConnection connection;
  private KubernetesNodeApi api;

  @BeforeEach
  void connect() throws IOException {
    server = new ScriptedApi();
    connection = server.connect();
    api = new KubernetesNodeApi(connection, "worker-1");
  }

  @AfterEach
  void close() {
    api.close();
    connection.close();
    server.close();
  }

  @Test
  void makesTheInventoryOfTheNodeWhenThereIsNone() throws Exception {
    server.answer(404, "{}").answer(201, "{}").answer(200, "{}");
    var node = new ImageNode();
    node.getMetadata()
        .setOwnerReferences(
            List.of(new OwnerReference("v1", null, null, "Node", "worker-1", "uid-9")));
    var patch = JsonNodeFactory.instance.objectNode().put("a", 1);

    api.patchInventory(node, patch);

    var inventories = "/apis/lamina.dev/v1alpha1/nodeinventories";
    var status = "PATCH " + inventories + "/worker-1/status?fieldManager=lamina-agent {\"a\":1}";
    assertEquals(status, server.nextRequest());
    assertEquals(
        "POST "
            + inventories
            + " {\"apiVersion\":\"lamina.dev/v1alpha1\",\"kind\":\"NodeInventory\","
            + "\"metadata\":{\"name\":\"worker-1\",\"ownerReferences\":[{\"apiVersion\":\"v1\","
            + "\"kind\":\"Node\",\"name\":\"worker-1\",\"uid\":\"uid-9\"}]}}",
        server.nextRequest());
    assertEquals(status, server.nextRequest());
  }

  @Test
  void followsOneNodeThroughBrokenWatches() throws Exception {
    server
        .answer(503, "")
        .answer(200, "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[" + node(5) + "]}")
        .answer(200, event("MODIFIED", node(8)) + event("BOOKMARK", node(11)))
        .answer(200, event("DELETED", node(12)) + event("ADDED", node(13)))
        .answer(410, "{}")
        .answer(200, "{\"metadata\":{\"resourceVersion\":\"20\"},\"items\":[]}")
        .answer(200, event("ERROR", "{\"kind\":\"Status\",\"code\":410}"))
        .answer(200, "{\"metadata\":{\"resourceVersion\":\"30\"},\"items\":[" + node(29) + "]}");
    var seen = new LinkedBlockingQueue<String>();
    api.watchNode(node -> seen.add(node.getMetadata().getResourceVersion()));

    assertEquals("5 8 13 29", next(seen, 4));
    var listed = "GET /apis/lamina.dev/v1alpha1/imagenodes?fieldSelector=metadata.name%3Dworker-1";
    assertEquals(listed, server.nextRequest());
    assertEquals(listed, server.nextRequest());
    assertTrue(server.nextRequest().endsWith("&resourceVersion=7"));
    assertTrue(server.nextRequest().endsWith("&resourceVersion=11"));
    assertTrue(server.nextRequest().endsWith("&resourceVersion=13"));
    assertEquals(listed, server.nextRequest());
    assertTrue(server.nextRequest().endsWith("&resourceVersion=20"));
    assertEquals(listed, server.nextRequest());
    assertTrue(server.nextRequest().endsWith("&resourceVersion=30"));
  }

  @Test
  void tellsTasksThatAreGoneFromKindsThatAreNotServed() {
    server.answer(404, "{}").answer(200, "{\"resources\":[{\"name\":\"nodetasks\"}]}");
    assertTrue(api.getTask(TASK).isEmpty());

    server.answer(404, "{}").answer(404, "{}");
    var unserved = assertThrows(ClusterException.class, () -> api.getTask(TASK));
    assertTrue(unserved.isPassing());
    assertEquals(
        "getting NodeTask team-a/web-1-abc: the API server does not serve nodetasks",
        unserved.getMessage());
  }

  @Test
  void patchesStatusAsTheAgent() throws Exception {
    var patch = JsonNodeFactory.instance.objectNode().put("a", 1);
    server.answer(200, "{}").answer(404, "{}");
    assertTrue(api.patchTaskStatus(TASK, patch));
    assertFalse(api.patchNodeStatus(patch));
    assertEquals(
        "PATCH /apis/lamina.dev/v1alpha1/namespaces/team-a/nodetasks/web-1-abc/status"
            + "?fieldManager=lamina-agent {\"a\":1}",
        server.nextRequest());
    assertEquals(
        "PATCH /apis/lamina.dev/v1alpha1/imagenodes/worker-1/status"
            + "?fieldManager=lamina-agent {\"a\":1}",
        server.nextRequest());
  }

  @Test
  void saysWhatTheServerSaid() {
    var patch = JsonNodeFactory.instance.objectNode();
    server.answer(422, "{\"kind\":\"Status\",\"message\":\"status.x: Required value\"}");
    var refused = assertThrows(ClusterException.class, () -> api.patchNodeStatus(patch));
    assertFalse(refused.isPassing());
    assertTrue(String.valueOf(refused.getMessage()).endsWith("422 status.x: Required value"));

    server.answer(429, "");
    assertTrue(assertThrows(ClusterException.class, () -> api.patchNodeStatus(patch)).isPassing());
  }

  @Test
  void makesTheLeaseThatIsNotThere() throws Exception {
    server.answer(404, "{}").answer(201, "{}");
    api.renewLease(Instant.EPOCH);
    assertTrue(server.nextRequest().startsWith("PATCH /apis/coordination.k8s.io/v1/"));
    var created = server.nextRequest();
    assertTrue(
        created.startsWith(
            "POST /apis/coordination.k8s.io/v1/namespaces/lamina-system/leases {\"spec\":"
                + "{\"holderIdentity\":\"worker-1\",\"renewTime\":\"1970-01-01T00:00:00.000000Z\""),
        created);
    assertTrue(created.contains("\"name\":\"lamina-agent-worker-1\""), created);
  }

  private static String next(BlockingQueue<String> queue, int count) throws InterruptedException {
    var words = new StringBuilder();
    for (var i = 0; i < count; i++) {
      words.append(i == 0 ? "" : " ").append(queue.poll(20, TimeUnit.SECONDS));
    }
    return words.toString();
  }

  private static String event(String type, String object) {
    return "{\"type\":\"%s\",\"object\":%s}\n".formatted(type, object);
  }

  private static String node(int resourceVersion) {
    return """
    {"apiVersion":"lamina.dev/v1alpha1","kind":"ImageNode","metadata":{"name":"worker-1",\
    "resourceVersion":"%d"},"spec":{},"newField":1}\
    """
        .formatted(resourceVersion);
  }
}
