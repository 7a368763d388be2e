package dev.lamina.standalone.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.standalone.resource.KubeObject;
import java.util.List;
import java.util.stream.Stream;

/// Pods as `kubectl get pods` shows them.
final class PodColumns {
  static final List<Column> ALL =
      List.of(
          Columns.name(),
          Columns.string("Ready", 0, PodColumns::ready),
          Columns.string("Status", 0, PodColumns::status),
          Columns.string("Restarts", 0, PodColumns::restarts),
          Columns.age(),
          Columns.string("IP", 1, pod -> Columns.textOrNone(pod, ".status.podIP")),
          Columns.string("Node", 1, pod -> Columns.textOrNone(pod, ".spec.nodeName")));

  private PodColumns() {}

  private static String ready(KubeObject pod) {
    var ready = statuses(pod).filter(status -> status.path("ready").asBoolean()).count();
    return ready + "/" + pod.tree().path("spec").path("containers").size();
  }

  private static String status(KubeObject pod) {
    return pod.isBeingDeleted() ? "Terminating" : Columns.text(pod, ".status.phase");
  }

  private static String restarts(KubeObject pod) {
    return String.valueOf(
        statuses(pod).mapToInt(status -> status.path("restartCount").asInt()).sum());
  }

  private static Stream<JsonNode> statuses(KubeObject pod) {
    return pod.tree().path("status").path("containerStatuses").valueStream();
  }
}
