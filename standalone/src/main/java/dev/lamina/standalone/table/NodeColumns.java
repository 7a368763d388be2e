package dev.lamina.standalone.table;

import dev.lamina.standalone.resource.KubeObject;
import java.util.List;
import java.util.stream.Collectors;

/// Nodes as `kubectl get nodes` shows them.
final class NodeColumns {
  private static final String ROLE_LABEL = "node-role.kubernetes.io/";

  static final List<Column> ALL =
      List.of(
          Columns.name(),
          Columns.string("Status", 0, NodeColumns::status),
          Columns.string("Roles", 0, NodeColumns::roles),
          Columns.age(),
          Columns.string("Version", ".status.nodeInfo.kubeletVersion"),
          wide("Internal-IP", ".status.addresses[?(@.type==\"InternalIP\")].address"),
          wide("External-IP", ".status.addresses[?(@.type==\"ExternalIP\")].address"),
          wide("OS-Image", ".status.nodeInfo.osImage"),
          wide("Kernel-Version", ".status.nodeInfo.kernelVersion"),
          wide("Container-Runtime", ".status.nodeInfo.containerRuntimeVersion"));

  private NodeColumns() {}

  private static Column wide(String name, String path) {
    return Columns.string(name, 1, node -> Columns.textOrNone(node, path));
  }

  private static String status(KubeObject node) {
    var ready =
        switch (Columns.text(node, ".status.conditions[?(@.type==\"Ready\")].status")) {
          case "True" -> "Ready";
          case "False" -> "NotReady";
          default -> "Unknown";
        };
    return Columns.text(node, ".spec.unschedulable").equals("true")
        ? ready + ",SchedulingDisabled"
        : ready;
  }

  private static String roles(KubeObject node) {
    var roles =
        node.labels().keySet().stream()
            .filter(label -> label.startsWith(ROLE_LABEL))
            .map(label -> label.substring(ROLE_LABEL.length()))
            .sorted()
            .collect(Collectors.joining(","));
    return roles.isEmpty() ? "<none>" : roles;
  }
}
