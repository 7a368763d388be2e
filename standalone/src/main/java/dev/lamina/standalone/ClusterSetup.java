package dev.lamina.standalone;

import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.crds.meta.Lamina;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
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
  private static final int SERVED_SECONDS = 30;
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
          "nodetasks",
          "registryconfigs");
  private static final List<String> SYSTEM_NAMESPACES = List.of("default", Lamina.SYSTEM_NAMESPACE);

  // Said here, they need neither discovery nor the client's own classes for them.
  private static final ResourceDefinitionContext NAMESPACES = kind("", "Namespace", "namespaces");
  private static final ResourceDefinitionContext NODES = kind("", "Node", "nodes");
  private static final ResourceDefinitionContext KINDS =
      kind("apiextensions.k8s.io", "CustomResourceDefinition", "customresourcedefinitions");

  private final KubernetesClient client;

  ClusterSetup(KubernetesClient client) {
    this.client = client;
  }

  private static ResourceDefinitionContext kind(String group, String kind, String plural) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion("v1")
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(false)
        .build();
  }

  /// Lamina's own, as they come with this build.
  static List<GenericKubernetesResource> definitions() {
    return DEFINITIONS.stream().map(name -> definition(name + ".lamina.dev")).toList();
  }

  void run(List<GenericKubernetesResource> definitions, Machine machine, String version) {
    SYSTEM_NAMESPACES.forEach(this::createNamespace);
    var kinds = client.genericKubernetesResources(KINDS);
    definitions.parallelStream()
        .map(definition -> apply(kinds, definition))
        .filter(definition -> !isServed(definition))
        .forEach(definition -> awaitServed(kinds.resource(definition)));
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

  /// An API server needs a moment from a definition to what it defines.
  private static void awaitServed(Resource<GenericKubernetesResource> definition) {
    definition.waitUntilCondition(ClusterSetup::isServed, SERVED_SECONDS, TimeUnit.SECONDS);
  }

  private static boolean isServed(@Nullable GenericKubernetesResource definition) {
    return definition != null
        && definition.get("status", "conditions") instanceof List<?> conditions
        && conditions.stream()
            .anyMatch(condition ->
                condition instanceof Map<?, ?> fields
                    && "Established".equals(fields.get("type"))
                    && "True".equals(fields.get("status")));
  }

  private void createNamespace(String name) {
    var namespaces = client.genericKubernetesResources(NAMESPACES);
    if (namespaces.withName(name).get() == null) {
      apply(
          namespaces,
          parse("apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}".formatted(name)));
    }
  }

  private static GenericKubernetesResource parse(String yaml) {
    return Serialization.unmarshal(yaml, GenericKubernetesResource.class);
  }

  private static GenericKubernetesResource apply(
      NonNamespaceOperation<
              GenericKubernetesResource,
              GenericKubernetesResourceList,
              Resource<GenericKubernetesResource>>
          resources,
      GenericKubernetesResource object) {
    return resources
        .resource(object)
        .fieldManager(FIELD_MANAGER)
        .forceConflicts()
        .serverSideApply();
  }

  private static GenericKubernetesResource definition(String name) {
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
    var nodes = client.genericKubernetesResources(NODES);
    if (nodes.withName(machine.name()).get() == null) {
      nodes.resource(node(machine, version)).create();
    }
  }

  private static GenericKubernetesResource node(Machine machine, String version) {
    return parse(
        """
        apiVersion: v1
        kind: Node
        metadata:
          name: %1$s
          labels:
            kubernetes.io/hostname: %1$s
            kubernetes.io/os: linux
            kubernetes.io/arch: %2$s
        status:
          capacity: {cpu: "%3$d", memory: %4$dKi}
          allocatable: {cpu: "%3$d", memory: %4$dKi}
          addresses:
          - {type: InternalIP, address: 127.0.0.1}
          - {type: Hostname, address: %1$s}
          conditions:
          - type: Ready
            status: "True"
            reason: StandaloneReady
            message: lamina runs on this machine
            lastHeartbeatTime: "%5$s"
            lastTransitionTime: "%5$s"
          nodeInfo:
            architecture: %2$s
            operatingSystem: linux
            osImage: "%6$s"
            kernelVersion: "%7$s"
            kubeletVersion: lamina-%8$s
            containerRuntimeVersion: lamina://%8$s
            machineID: ""
            systemUUID: ""
            bootID: ""
            kubeProxyVersion: ""
        """
            .formatted(
                machine.name(),
                machine.architecture(),
                machine.processors(),
                machine.memory(),
                Instant.now(),
                machine.system(),
                machine.kernel(),
                version));
  }
}
