package dev.lamina.operator.dispatch;

import dev.lamina.crds.meta.Lamina;
import dev.lamina.crds.nodetask.NodeTask;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/// Reads what a NodeTask says about the object it works for.
public final class Owners {
  static final Comparator<NodeTask> OLDEST_FIRST =
      Comparator.comparingLong(Owners::generation)
          .thenComparing(task -> task.getSpec().attempt())
          .thenComparing(task -> task.getMetadata().getName());

  private Owners() {}

  public static Optional<OwnerReference> of(NodeTask task) {
    return task.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
  }

  static String uid(NodeTask task) {
    return of(task).map(OwnerReference::getUid).orElse("");
  }

  /// The build number of a Build, the generation of the owner of a Run.
  public static long generation(NodeTask task) {
    var label = label(task, Lamina.TASK_GENERATION);
    return label.matches("[0-9]{1,18}") ? Long.parseLong(label) : 0;
  }

  static String label(NodeTask task, String key) {
    Map<String, String> labels = task.getMetadata().getLabels();
    return labels == null ? "" : labels.getOrDefault(key, "");
  }
}
