package dev.lamina.operator.dispatch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.assignment.TaskName;
import dev.lamina.crds.containerrun.ContainerRun;
import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.crds.nodetask.BuildReport;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.NodeTaskSpec;
import dev.lamina.crds.nodetask.NodeTaskStatus;
import dev.lamina.crds.nodetask.RunReport;
import dev.lamina.crds.nodetask.TaskType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// NodeTasks for tests: as the operator makes them and as agents report on them.
public final class TaskSample {
  public static final Instant CREATED = Instant.parse("2026-11-20T22:40:00Z");
  public static final Instant ENDED = CREATED.plusSeconds(18);
  public static final TaskName NAMES =
      new TaskName("0123456789abcdef".getBytes(StandardCharsets.UTF_8));

  private final NodeTask task;

  private TaskSample(NodeTask task) {
    this.task = task;
    task.getMetadata().setCreationTimestamp(CREATED.toString());
    task.getMetadata().setUid("uid-of-" + task.getMetadata().getName());
  }

  public static TaskSample build(ImageBuild owner, long number, int attempt, String node) {
    return build(owner, number, attempt, node, "Parallel");
  }

  public static TaskSample build(
      ImageBuild owner, long number, int attempt, String node, String runPolicy) {
    return of(owner, TaskType.Build, number, attempt, node, payload(), runPolicy);
  }

  public static TaskSample run(
      ContainerRun owner, long generation, int attempt, String node, ObjectNode payload) {
    return of(owner, TaskType.Run, generation, attempt, node, payload, "Parallel");
  }

  private static TaskSample of(
      HasMetadata owner,
      TaskType type,
      long generation,
      int attempt,
      String node,
      ObjectNode payload,
      String runPolicy) {
    var task =
        new NewTask(
            owner,
            type,
            generation,
            attempt,
            node,
            null,
            payload,
            List.of(),
            null,
            runPolicy,
            "Created");
    return new TaskSample(task.toNodeTask(NAMES));
  }

  public static ObjectNode payload() {
    return JsonNodeFactory.instance.objectNode().put("dockerfile", "FROM scratch");
  }

  public TaskSample cancel() {
    return with(true, task.getSpec().stop());
  }

  public TaskSample stop() {
    return with(task.getSpec().cancel(), true);
  }

  private TaskSample with(boolean cancel, boolean stop) {
    var spec = task.getSpec();
    task.setSpec(
        new NodeTaskSpec(
            spec.type(),
            spec.nodeName(),
            spec.platform(),
            spec.attempt(),
            spec.deadline(),
            cancel,
            stop,
            spec.assignmentID(),
            spec.payloadHash(),
            spec.payload(),
            spec.sealed()));
    return this;
  }

  public NodeTask waiting() {
    return task;
  }

  public NodeTask reported(ConditionStatus succeeded, String reason) {
    return reported(succeeded, reason, null, null);
  }

  public NodeTask reported(
      ConditionStatus succeeded,
      String reason,
      @Nullable BuildReport build,
      @Nullable RunReport run) {
    var condition =
        new Condition(Condition.SUCCEEDED, succeeded, null, ENDED, reason, "message of " + reason);
    task.setStatus(new NodeTaskStatus(build, run, List.of(condition)));
    return task;
  }

  public NodeTask running() {
    return reported(ConditionStatus.Unknown, "Running");
  }

  public NodeTask succeeded() {
    return reported(ConditionStatus.True, "Completed");
  }

  public NodeTask failed(String reason) {
    return reported(ConditionStatus.False, reason);
  }
}
