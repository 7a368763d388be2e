package dev.lamina.agent.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.agent.task.cluster.ClusterException;
import dev.lamina.agent.task.cluster.NodeApi;
import dev.lamina.agent.task.cluster.TaskKey;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imagenode.ImageNodeSpec;
import dev.lamina.crds.imagenode.ImageNodeStatus;
import dev.lamina.crds.imagenode.NodeRegistries;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.NodeTaskSpec;
import dev.lamina.crds.nodetask.NodeTaskStatus;
import dev.lamina.crds.nodetask.TaskType;
import dev.lamina.crds.payload.BuildOrder;
import dev.lamina.crds.payload.Payload;
import dev.lamina.crds.payload.RunOrder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An API server in memory: applies merge patches as RFC 7386 says, can be down, and remembers what
/// it was asked.
public final class FakeNodeApi implements NodeApi {
  public static final String NODE = "worker-1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<TaskKey, NodeTaskSpec> tasks = new HashMap<>();
  private final Map<TaskKey, ObjectNode> taskStatus = new HashMap<>();
  private final List<String> calls = new ArrayList<>();
  private ObjectNode nodeStatus = JSON.createObjectNode();
  private List<Assignment> assignments = List.of();
  private List<SealedValue> credentials = List.of();
  private @Nullable NodeRegistries registries;
  private @Nullable String uid;
  private @Nullable Consumer<ImageNode> listener;
  private boolean down;
  private boolean refusing;
  private int leases;

  // What a test arranges.

  public synchronized void isDown(boolean isDown) {
    down = isDown;
  }

  public synchronized void refuseWrites(boolean refuse) {
    refusing = refuse;
  }

  public synchronized void createNode(String nodeUid) {
    uid = nodeUid;
    nodeStatus = JSON.createObjectNode();
    deliver();
  }

  public synchronized void assign(Assignment... assigned) {
    assignments = List.of(assigned);
    deliver();
  }

  /// What the next assignments find beside them.
  synchronized void credentials(SealedValue... sealed) {
    credentials = List.of(sealed);
  }

  synchronized void registries(@Nullable NodeRegistries wanted) {
    registries = wanted;
    deliver();
  }

  synchronized void order(String id, BuildOrder order) {
    order(id, TaskType.Build, Payload.of(order), null);
  }

  synchronized void order(String id, RunOrder order) {
    order(id, TaskType.Run, Payload.of(order), null);
  }

  public synchronized void order(
      String id, TaskType type, ObjectNode payload, @Nullable Instant deadline) {
    order(id, type, payload, deadline, List.of());
  }

  synchronized void order(
      String id,
      TaskType type,
      ObjectNode payload,
      @Nullable Instant deadline,
      List<SealedValue> sealed) {
    order(
        id,
        new NodeTaskSpec(
            type,
            NODE,
            null,
            1,
            deadline,
            false,
            false,
            id,
            Payload.hash(payload, sealed),
            payload,
            sealed));
  }

  synchronized void order(String id, NodeTaskSpec spec) {
    tasks.put(key(id), spec);
    taskStatus.put(key(id), JSON.createObjectNode());
  }

  public synchronized void deleteTask(String id) {
    tasks.remove(key(id));
  }

  // What a test looks at.

  public synchronized JsonNode task(String id) {
    return taskStatus.getOrDefault(key(id), JSON.createObjectNode()).deepCopy();
  }

  public synchronized JsonNode result(String id) {
    for (var result : nodeStatus.path("results")) {
      if (result.path("id").asText().equals(id)) {
        return result;
      }
    }
    return JSON.missingNode();
  }

  synchronized JsonNode node() {
    return nodeStatus.deepCopy();
  }

  public synchronized boolean isOrdered(String id) {
    return tasks.containsKey(key(id));
  }

  public synchronized boolean isAssigned(Assignment assignment) {
    return assignments.contains(assignment);
  }

  /// `task ID`, `node` and `get ID`, in order.
  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  synchronized int leases() {
    return leases;
  }

  /// Status and reason of the condition Succeeded, such as `False RunFailed`.
  public String succeeded(String id) {
    var condition = task(id).path("conditions").path(0);
    return condition.path("status").asText() + " " + condition.path("reason").asText();
  }

  // NodeApi

  @Override
  public synchronized void watchNode(Consumer<ImageNode> newListener) {
    listener = newListener;
    deliver();
  }

  @Override
  public synchronized Optional<NodeTask> getTask(TaskKey key) {
    requireUp();
    calls.add("get " + key.name());
    return Optional.ofNullable(tasks.get(key))
        .map(spec -> {
          var task = new NodeTask();
          task.setSpec(spec);
          task.setStatus(
              Serialization.unmarshal(
                  taskStatus.getOrDefault(key, JSON.createObjectNode()).toString(),
                  NodeTaskStatus.class));
          return task;
        });
  }

  @Override
  public synchronized boolean patchTaskStatus(TaskKey key, ObjectNode patch) {
    requireWritable();
    calls.add("task " + key.name());
    if (!tasks.containsKey(key)) {
      return false;
    }
    merge(taskStatus.computeIfAbsent(key, any -> JSON.createObjectNode()), patch.path("status"));
    return true;
  }

  @Override
  public synchronized boolean patchNodeStatus(ObjectNode patch) {
    requireWritable();
    calls.add("node");
    merge(nodeStatus, patch.path("status"));
    return uid != null;
  }

  @Override
  public synchronized void patchInventory(ImageNode node, ObjectNode patch) {
    requireWritable();
    calls.add("inventory " + patch.at("/status/hash").asText());
  }

  @Override
  public synchronized void renewLease(Instant now) {
    requireUp();
    leases++;
  }

  @Override
  public synchronized void close() {
    listener = null;
  }

  private static TaskKey key(String id) {
    return new TaskKey(Orders.NAMESPACE, id);
  }

  private void requireUp() {
    if (down) {
      throw new ClusterException("connection refused", true, null);
    }
  }

  private void requireWritable() {
    requireUp();
    if (refusing) {
      throw new ClusterException("422 invalid", false, null);
    }
  }

  private void deliver() {
    if (listener == null || uid == null) {
      return;
    }
    var node = new ImageNode();
    node.setMetadata(new ObjectMetaBuilder().withName(NODE).withUid(uid).build());
    node.setSpec(
        new ImageNodeSpec(1L, false, assignments, credentials, List.of(), null, registries));
    node.setStatus(Serialization.unmarshal(nodeStatus.toString(), ImageNodeStatus.class));
    listener.accept(node);
  }

  private static void merge(ObjectNode target, JsonNode patch) {
    patch
        .properties()
        .forEach(field -> {
          if (field.getValue().isNull()) {
            target.remove(field.getKey());
          } else if (field.getValue() instanceof ObjectNode object) {
            var existing = target.path(field.getKey());
            var into = existing instanceof ObjectNode same ? same : JSON.createObjectNode();
            merge(into, object);
            target.set(field.getKey(), into);
          } else {
            target.set(field.getKey(), field.getValue().deepCopy());
          }
        });
  }
}
