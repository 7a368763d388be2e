package dev.lamina.agent.task.cluster;

import dev.lamina.crds.meta.Lamina;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// The Lease of the agent of one node; made when it is not there.
final class AgentLease {
  private static final int DURATION_SECONDS = 60;
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final String nodeName;

  AgentLease(KubernetesClient client, String nodeName) {
    this.client = client;
    this.nodeName = nodeName;
  }

  void renew(Instant now) {
    try {
      lease()
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"spec\": {\"holderIdentity\": \"%s\", \"renewTime\": \"%s\"}}"
                  .formatted(nodeName, MICRO_TIME.format(now)));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      create(now.atZone(ZoneOffset.UTC));
    }
  }

  private void create(ZonedDateTime now) {
    client
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(Lamina.SYSTEM_NAMESPACE)
                .withName(Lamina.agentLease(nodeName))
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(nodeName)
                .withLeaseDurationSeconds(DURATION_SECONDS)
                .withAcquireTime(now)
                .withRenewTime(now)
                .endSpec()
                .build())
        .create();
  }

  private Resource<Lease> lease() {
    return client
        .resources(Lease.class)
        .inNamespace(Lamina.SYSTEM_NAMESPACE)
        .withName(Lamina.agentLease(nodeName));
  }
}
