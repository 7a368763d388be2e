package dev.lamina.agent.task.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.crds.meta.Lamina;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The Lease of the agent of one node; made when it is not there.
final class AgentLease {
  private static final int DURATION_SECONDS = 60;
  private static final String LEASES =
      "/apis/coordination.k8s.io/v1/namespaces/" + Lamina.SYSTEM_NAMESPACE + "/leases";
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final ApiConnection api;
  private final String nodeName;

  AgentLease(ApiConnection api, String nodeName) {
    this.api = api;
    this.nodeName = nodeName;
  }

  void renew(Instant now) {
    var patch = lease(now);
    if (api.mergePatch(LEASES + "/" + Lamina.agentLease(nodeName), patch.toString()).isNotFound()) {
      create(now);
    }
  }

  private void create(Instant now) {
    var lease = lease(now);
    lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    lease.putObject("metadata").put("name", Lamina.agentLease(nodeName));
    lease
        .withObject("/spec")
        .put("leaseDurationSeconds", DURATION_SECONDS)
        .put("acquireTime", MICRO_TIME.format(now));
    if (api.post(LEASES, lease.toString()).isNotFound()) {
      throw new ClusterException(
          "there is no namespace " + Lamina.SYSTEM_NAMESPACE + " for the lease", true, null);
    }
  }

  private ObjectNode lease(Instant now) {
    var lease = JsonNodeFactory.instance.objectNode();
    lease
        .putObject("spec")
        .put("holderIdentity", nodeName)
        .put("renewTime", MICRO_TIME.format(now));
    return lease;
  }
}
