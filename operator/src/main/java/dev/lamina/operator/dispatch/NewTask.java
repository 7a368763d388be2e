package dev.lamina.operator.dispatch;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.assignment.AssignmentId;
import dev.lamina.crds.assignment.TaskName;
import dev.lamina.crds.meta.Lamina;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.nodetask.NodeTaskSpec;
import dev.lamina.crds.nodetask.TaskType;
import dev.lamina.crds.payload.Payload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A NodeTask that is to be made.
///
/// @param generation the build number, or the generation of the owner
/// @param runPolicy `Serial` if older tasks of the owner have to end first
/// @param sealed what of the order only the node can read
/// @param trigger what started it, for people
public record NewTask(
    HasMetadata owner,
    TaskType type,
    long generation,
    int attempt,
    String node,
    @Nullable String platform,
    ObjectNode payload,
    List<SealedValue> sealed,
    @Nullable Instant deadline,
    String runPolicy,
    String trigger) {

  public String name(TaskName names) {
    var metadata = owner.getMetadata();
    return names.of(metadata.getName(), metadata.getUid(), generation, attempt);
  }

  NodeTaskSpec spec() {
    var verb = type == TaskType.Build ? 'b' : 'r';
    var item = "attempt-" + attempt;
    return new NodeTaskSpec(
        type,
        node,
        platform,
        attempt,
        deadline,
        false,
        false,
        AssignmentId.of(verb, owner.getMetadata().getUid(), generation, item),
        Payload.hash(payload, sealed),
        payload,
        sealed);
  }

  public NodeTask toNodeTask(TaskName names) {
    var task = new NodeTask();
    task.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(owner.getMetadata().getNamespace())
            .withName(name(names))
            .withLabels(labels())
            .withAnnotations(Map.of(Lamina.TRIGGER, trigger))
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion(owner.getApiVersion())
                    .withKind(owner.getKind())
                    .withName(owner.getMetadata().getName())
                    .withUid(owner.getMetadata().getUid())
                    .withController(true)
                    .build())
            .build());
    task.setSpec(spec());
    return task;
  }

  private Map<String, String> labels() {
    return Map.ofEntries(
        entry(Lamina.OWNER_KIND, owner.getKind()),
        entry(Lamina.TASK_GENERATION, Long.toString(generation)),
        entry(Lamina.RUN_POLICY, runPolicy));
  }
}
