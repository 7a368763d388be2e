package dev.lamina.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import dev.lamina.crds.meta.Lamina;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The chart as Helm sees it.
class ChartTest {
  private static final Path CHART = Path.of("../charts/lamina").toAbsolutePath().normalize();

  @Test
  void lints() {
    var result = new Helm(CHART).lint().strict().call();
    assertFalse(result.isFailed(), () -> String.join("\n", result.getMessages()));
  }

  @Test
  void rendersWhatAClusterNeeds() {
    assertEquals(
        Set.of(
            "ServiceAccount",
            "ClusterRole",
            "ClusterRoleBinding",
            "Role",
            "RoleBinding",
            "ConfigMap",
            "Deployment",
            "DaemonSet",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding"),
        render("admission.enabled", true).stream()
            .map(HasMetadata::getKind)
            .collect(Collectors.toSet()));
  }

  @Test
  void theAdmissionPolicyCanBeLeftOut() {
    assertTrue(
        render("admission.enabled", false).stream()
            .noneMatch(object -> object.getKind().startsWith("ValidatingAdmissionPolicy")));
  }

  @Test
  void theAgentMayNotReadSecretsNorListTasks() {
    var rules = role("lamina-agent").getRules();
    assertEquals(List.of("get"), verbs(rules, "nodetasks"));
    assertEquals(List.of("patch"), verbs(rules, "nodetasks/status"));
    assertEquals(List.of("get", "list", "watch"), verbs(rules, "imagenodes"));
    for (var forbidden : List.of("secrets", "configmaps", "imagebuilds", "containerruns", "*")) {
      assertEquals(List.of(), verbs(rules, forbidden), forbidden);
    }
  }

  @Test
  void theOperatorMayReadASecretByNameButNotLookForSecrets() {
    assertEquals(List.of("get"), verbs(role("lamina-operator").getRules(), "secrets"));
  }

  @Test
  void theContainersOfAnAgentOutliveItsPod() {
    var pod = only(DaemonSet.class).getSpec().getTemplate().getSpec();
    assertTrue(pod.getHostPID());
    assertTrue(pod.getHostNetwork());
    var state =
        pod.getContainers().getFirst().getVolumeMounts().stream()
            .filter(mount -> mount.getName().equals("state"))
            .findFirst()
            .orElseThrow();
    assertEquals("Bidirectional", state.getMountPropagation());
  }

  @Test
  void theAgentServesItsMirrorOnLoopback() {
    var args =
        only(DaemonSet.class)
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst()
            .getArgs();
    assertEquals(
        List.of("--mirror=127.0.0.1:5050", "--mirror-tenant=default"),
        args.stream().filter(arg -> arg.startsWith("--mirror")).toList());
  }

  @Test
  void theAgentReadsItsConfigurationFromTheChart() {
    var config =
        render("agent.config.limits.layers", 12).stream()
            .filter(object -> object.getKind().equals("ConfigMap"))
            .map(object -> Serialization.unmarshal(Serialization.asJson(object), ConfigMap.class))
            .findFirst()
            .orElseThrow();
    assertEquals(
        "12",
        Serialization.unmarshal(config.getData().get("agent.json"), JsonNode.class)
            .at("/limits/layers")
            .asText());
    var pod = only(DaemonSet.class).getSpec().getTemplate().getSpec();
    var args = pod.getContainers().getFirst().getArgs();
    assertTrue(args.contains("--config=/etc/lamina/agent.json"), args::toString);
  }

  @Test
  void theOperatorReadsTheVariablesThatTheChartSets() {
    var container =
        only(Deployment.class).getSpec().getTemplate().getSpec().getContainers().getFirst();
    assertEquals(
        Set.of("LAMINA_NAMESPACE", "LAMINA_HTTP_PORT"),
        container.getEnv().stream()
            .map(variable -> variable.getName())
            .collect(Collectors.toSet()));
    assertEquals("/healthz", container.getLivenessProbe().getHttpGet().getPath());
    assertEquals("/readyz", container.getReadinessProbe().getHttpGet().getPath());
  }

  private static List<String> verbs(List<PolicyRule> rules, String resource) {
    return rules.stream()
        .filter(rule -> rule.getResources().contains(resource))
        .flatMap(rule -> rule.getVerbs().stream())
        .toList();
  }

  private static ClusterRole role(String name) {
    return of(ClusterRole.class).stream()
        .filter(role -> role.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static <T extends HasMetadata> T only(Class<T> kind) {
    var found = of(kind);
    assertEquals(1, found.size(), kind.getSimpleName());
    return found.getFirst();
  }

  private static <T extends HasMetadata> List<T> of(Class<T> kind) {
    return render("admission.enabled", true).stream()
        .filter(object -> object.getKind().equals(kind.getSimpleName()))
        .map(object -> Serialization.unmarshal(Serialization.asJson(object), kind))
        .toList();
  }

  private static List<GenericKubernetesResource> render(String setting, Object value) {
    var yaml =
        new Helm(CHART)
            .template()
            .withName("lamina")
            .withNamespace(Lamina.SYSTEM_NAMESPACE)
            .withKubeVersion("1.32")
            .skipCrds()
            .set(setting, value)
            .call();
    return Arrays.stream(yaml.split("(?m)^---$"))
        .filter(document -> document.contains("kind:"))
        .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
        .toList();
  }
}
