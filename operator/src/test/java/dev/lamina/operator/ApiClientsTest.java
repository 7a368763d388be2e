package dev.lamina.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.lamina.crds.imagebuild.ImageBuild;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiClientsTest {
  private final KubernetesClient client = new ApiClients().connect(Config.empty());

  @AfterEach
  void close() {
    client.close();
  }

  private Object objectOf(String event) {
    return client.getKubernetesSerialization().unmarshal(event, WatchEvent.class).getObject();
  }

  /// Else an informer whose revision is too old would ask for it again and again.
  @Test
  void understandsTheEndOfAWatch() {
    var end =
        objectOf(
            """
            {"type": "ERROR", "object":
              {"apiVersion": "v1", "kind": "Status", "code": 410, "reason": "Expired"}}
            """);
    assertEquals(410, assertInstanceOf(Status.class, end).getCode());
  }

  @Test
  void readsItsKindsAsTheyAre() {
    var build =
        objectOf(
            """
            {"type": "ADDED", "object":
              {"apiVersion": "lamina.dev/v1alpha1", "kind": "ImageBuild",
               "metadata": {"name": "web"}}}
            """);
    assertEquals("web", assertInstanceOf(ImageBuild.class, build).getMetadata().getName());
  }
}
