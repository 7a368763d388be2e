package dev.lamina.standalone;

import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a cluster, embedded or not, to where operator and agent can begin: definitions,
/// namespaces, and a node for this machine. What is there already is left or brought up to date.
final class ClusterSetup {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterSetup.class);
  private static final int AGENT_SECONDS = 15;
  private static final String FIELD_MANAGER = "lamina-standalone";
  private static final List<String> DEFINITIONS =
      List.of(
          "containerruns",
          "imagebuilds",
          "imagecopies",
          "imagenodes",
          "imageprunepolicies",
          "imageprunes",
          "imagepulls",
          "imagerecords",
          "images",
          "nodeinventories",
          "nodetasks");
  private static final List<String> NAMESPACES = List.of("default", "lamina-system");

  private final KubernetesClient client;

  ClusterSetup(KubernetesClient client) {
    this.client = client;
  }

  void run(Machine machine, String version) {
    NAMESPACES.forEach(this::createNamespace);
    DEFINITIONS.forEach(name -> apply(definition(name + ".lamina.dev")));
    registerNode(machine, version);
  }

  /// Waits until the agent has reported: what is applied now finds a node to work on. An agent that
  /// does not come is no reason not to serve; it shows in `kubectl get imagenodes`.
  void awaitAgent(String node) {
    try {
      client
          .resources(ImageNode.class)
          .withName(node)
          .waitUntilCondition(ClusterSetup::isReady, AGENT_SECONDS, TimeUnit.SECONDS);
    } catch (KubernetesClientTimeoutException e) {
      LOG.warn("the agent of {} has not reported within {} s", node, AGENT_SECONDS);
    }
  }

  private static boolean isReady(@Nullable ImageNode node) {
    return node != null
        && node.getStatus() != null
        && Condition.find(node.getStatus().conditions(), Condition.READY)
            .filter(condition -> condition.status() == ConditionStatus.True)
            .isPresent();
  }

  private void createNamespace(String name) {
    if (client.namespaces().withName(name).get() == null) {
      apply(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build());
    }
  }

  private static HasMetadata definition(String name) {
    try (var file = ClusterSetup.class.getResourceAsStream("/crds/" + name + ".yaml")) {
      if (file == null) {
        throw new IllegalStateException("no definition " + name + " on the class path");
      }
      return Serialization.unmarshal(file, GenericKubernetesResource.class);
    } catch (IOException e) {
      throw new UncheckedIOException("reading the definition " + name, e);
    }
  }

  /// A machine with a kubelet has its node already.
  private void registerNode(Machine machine, String version) {
    if (client.nodes().withName(machine.name()).get() != null) {
      return;
    }
    var now = Instant.now().toString();
    var node =
        new NodeBuilder()
            .withNewMetadata()
            .withName(machine.name())
            .addToLabels("kubernetes.io/hostname", machine.name())
            .addToLabels("kubernetes.io/os", "linux")
            .addToLabels("kubernetes.io/arch", machine.architecture())
            .endMetadata()
            .withNewStatus()
            .withCapacity(capacity(machine))
            .withAllocatable(capacity(machine))
            .addNewAddress("127.0.0.1", "InternalIP")
            .addNewAddress(machine.name(), "Hostname")
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .withReason("StandaloneReady")
            .withMessage("lamina runs on this machine")
            .withLastHeartbeatTime(now)
            .withLastTransitionTime(now)
            .endCondition()
            .withNewNodeInfo()
            .withArchitecture(machine.architecture())
            .withOperatingSystem("linux")
            .withOsImage(machine.system())
            .withKernelVersion(machine.kernel())
            .withKubeletVersion("lamina-" + version)
            .withContainerRuntimeVersion("lamina://" + version)
            .endNodeInfo()
            .endStatus()
            .build();
    client.resource(node).create();
  }

  private static Map<String, Quantity> capacity(Machine machine) {
    return Map.of(
        "cpu", new Quantity(Integer.toString(machine.processors())),
        "memory", new Quantity(machine.memory() + "Ki"));
  }

  private void apply(HasMetadata object) {
    client.resource(object).fieldManager(FIELD_MANAGER).forceConflicts().serverSideApply();
  }
}
