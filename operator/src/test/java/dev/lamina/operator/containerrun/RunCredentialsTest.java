package dev.lamina.operator.containerrun;

import static dev.lamina.operator.containerrun.RunSample.observed;
import static dev.lamina.operator.containerrun.RunSample.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lamina.crds.assignment.TaskName;
import dev.lamina.crds.containerrun.ContainerRun;
import dev.lamina.crds.imagenode.AgentState;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imagenode.ImageNodeStatus;
import dev.lamina.crds.nodetask.TaskType;
import dev.lamina.crds.payload.Payload;
import dev.lamina.crds.payload.RunData;
import dev.lamina.crds.sealing.SealedBytes;
import dev.lamina.crds.sealing.SealingContext;
import dev.lamina.crds.sealing.SealingKeys;
import dev.lamina.operator.containerrun.RunDecision.AwaitSecret;
import dev.lamina.operator.containerrun.RunDecision.Follow;
import dev.lamina.operator.containerrun.RunDecision.Start;
import dev.lamina.operator.credentials.Keyring;
import dev.lamina.operator.credentials.ObjectContents;
import dev.lamina.operator.credentials.PullSecrets;
import dev.lamina.operator.credentials.PullSecrets.UnusableSecretException;
import dev.lamina.operator.dispatch.NewTask;
import dev.lamina.operator.nodes.Member;
import dev.lamina.operator.nodes.Members;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCredentialsTest {
  private static final SealingKeys KEYS = SealingKeys.generate();
  private static final ObjectContents CONTENTS =
      new ObjectContents() {
        @Override
        public Map<String, byte[]> configMap(String namespace, String name) {
          if (name.equals("missing")) {
            throw UnusableSecretException.missing("ConfigMap", name);
          }
          return Map.of("a", "1".getBytes(UTF_8), "b", "2".getBytes(UTF_8));
        }

        @Override
        public Map<String, byte[]> secret(String namespace, String name) {
          return Map.of("token", "t".getBytes(UTF_8), "other", "o".getBytes(UTF_8));
        }
      };

  private static final String SECRETS = "pullSecretRefs: [{name: login}],";

  @Test
  void sealsTheEntryThatTheImageNeedsToTheNodeItStartsOn() {
    var start = start("docker.io", SECRETS);

    var sealed = start.sealed().getFirst();
    var opened = KEYS.open(sealed, new SealingContext("team-a/web", start.node()));
    assertEquals("{\"auths\":{\"docker.io\":{\"auth\":\"dTpw\"}}}", new String(opened, UTF_8));
    assertEquals(List.of("login"), start.order().pullSecrets());
  }

  @Test
  void aSecretForAnotherRegistryIsNotSent() {
    assertEquals(List.of(), start("registry.test", SECRETS).sealed());
  }

  @Test
  void withoutSecretsNoneIsRead() {
    assertEquals(List.of(), start("docker.io", "").sealed());
  }

  @Test
  void sealsWhatTheImageOfTheContainerIsPushedWithApart() {
    var start =
        start("docker.io", "commit: {image: team/web, push: true, pushSecretRef: {name: push}},");

    assertEquals(List.of("push"), start.sealed().stream().map(value -> value.id()).toList());
  }

  @Test
  void sealsWhatVariablesAndMountsTakeAndNoMore() {
    var start =
        start(
            "docker.io",
            "env: [{name: T, secretKeyRef: {name: s, key: token}}],"
                + " mounts: [{path: /etc/app, configMap: {name: c}}],");

    var opened =
        SealedBytes.open(
            start.sealed(), "data-", KEYS, new SealingContext("team-a/web", start.node()));
    var data = RunData.of(opened);
    assertEquals(Set.of("token"), data.secrets().getOrDefault("s", Map.of()).keySet());
    assertEquals(Set.of("a", "b"), data.configMaps().getOrDefault("c", Map.of()).keySet());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mounts: [{path: /c, configMap: {name: missing}}],|ConfigMapNotFound|ConfigMap missing",
        "env: [{name: T, secretKeyRef: {name: s, key: no}}],|SecretNotUsable|Secret s has no key no"
      })
  void whatIsMissingIsWaitedForAndNamed(String fields, String reason, String message) {
    var run = run(fields);
    PullSecrets none = (owner, secrets) -> new Keyring("team-a/web");
    var waiting =
        assertInstanceOf(
            AwaitSecret.class,
            new RunCredentials(none, CONTENTS, new Nodes())
                .complete(run, RunDecider.decide(observed(run))));
    assertEquals(reason, waiting.reason());
    assertTrue(waiting.message().startsWith(message), waiting.message());
  }

  @Test
  void aSecretThatCannotBeUsedIsWaitedFor() {
    var run = run(SECRETS);
    PullSecrets secrets =
        (namespace, names) -> {
          throw UnusableSecretException.missing(names.getFirst().name());
        };
    var waiting =
        assertInstanceOf(
            AwaitSecret.class,
            new RunCredentials(secrets, CONTENTS, new Nodes())
                .complete(run, RunDecider.decide(observed(run))));
    assertEquals("SecretNotFound", waiting.reason());
  }

  @Test
  void theTaskIsKnownAgainThoughSealingGivesOtherBytesEachTime() {
    var run = run(SECRETS);
    var start = start("docker.io", SECRETS);
    var task =
        new NewTask(
                run,
                TaskType.Run,
                2,
                1,
                start.node(),
                null,
                Payload.of(start.order()),
                start.sealed(),
                null,
                "Parallel",
                "Created")
            .toNodeTask(new TaskName(new byte[32]));

    assertEquals(new Follow(task), RunDecider.decide(observed(run, task)));
  }

  private static Start start(String registry, String fields) {
    ContainerRun run = run(fields);
    PullSecrets secrets =
        (namespace, names) -> {
          var keyring = new Keyring("team-a/web");
          var auths = JsonNodeFactory.instance.objectNode();
          auths.putObject(registry).put("auth", "dTpw");
          keyring.add(auths, "uid/1");
          return keyring;
        };
    return assertInstanceOf(
        Start.class,
        new RunCredentials(secrets, CONTENTS, new Nodes())
            .complete(run, RunDecider.decide(observed(run))));
  }

  /// Every node has the same key.
  private record Nodes() implements Members {
    @Override
    public List<Member> members() {
      return List.of();
    }

    @Override
    public Optional<ImageNode> imageNode(String name) {
      var node = new ImageNode();
      var agent =
          new AgentState(
              "1", null, null, KEYS.publicKey(), KEYS.keyId(), "overlayfs", null, null, "l/a");
      node.setStatus(new ImageNodeStatus(null, agent, null, null, List.of(), List.of(), null));
      return Optional.of(node);
    }

    @Override
    public List<ImageNode> imageNodes() {
      return List.of();
    }

    @Override
    public void onNews(Consumer<ImageNode> answered, Runnable changed) {}
  }
}
