package dev.lamina.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lamina.crds.containerrun.ContainerRun;
import dev.lamina.crds.image.Image;
import dev.lamina.crds.imagebuild.ImageBuild;
import dev.lamina.crds.imagecopy.ImageCopy;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imageprune.ImagePrune;
import dev.lamina.crds.imageprunepolicy.ImagePrunePolicy;
import dev.lamina.crds.imagepull.ImagePull;
import dev.lamina.crds.nodeinventory.NodeInventory;
import dev.lamina.crds.nodetask.NodeTask;
import dev.lamina.crds.registryconfig.RegistryConfig;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/// Clients of the API that read JSON with one codec, which knows what the operator watches.
///
/// A client's own codec loads every class of the library's model, some seven hundred, with its
/// first event. What this one does not know, it reads by the type the caller asks for.
public final class ApiClients {
  /// An event carries one of these. Without Status the end of a watch would not be understood.
  private static final List<Class<? extends KubernetesResource>> WATCHED =
      List.of(
          Status.class,
          Node.class,
          Lease.class,
          Pod.class,
          ImageBuild.class,
          ImagePull.class,
          ImagePrune.class,
          ImagePrunePolicy.class,
          ImageCopy.class,
          Image.class,
          ContainerRun.class,
          ImageNode.class,
          NodeInventory.class,
          NodeTask.class,
          RegistryConfig.class);

  private final KubernetesSerialization codec;

  public ApiClients() {
    codec = new KubernetesSerialization(new ObjectMapper(), false);
    WATCHED.forEach(codec::registerKubernetesResource);
  }

  /// The caller closes it.
  public KubernetesClient connect(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(codec)
        .build();
  }
}
