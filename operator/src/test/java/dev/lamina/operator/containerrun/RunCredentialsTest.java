package dev.lamina.operator.containerrun;

import static dev.lamina.operator.containerrun.RunSample.observed;
import static dev.lamina.operator.containerrun.RunSample.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lamina.crds.assignment.TaskName;
import dev.lamina.crds.containerrun.ContainerRun;
import dev.lamina.crds.imagenode.AgentState;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imagenode.ImageNodeStatus;
import dev.lamina.crds.nodetask.TaskType;
import dev.lamina.crds.payload.Payload;
import dev.lamina.crds.sealing.SealingContext;
import dev.lamina.crds.sealing.SealingKeys;
import dev.lamina.operator.containerrun.RunDecision.AwaitSecret;
import dev.lamina.operator.containerrun.RunDecision.Follow;
import dev.lamina.operator.containerrun.RunDecision.Start;
import dev.lamina.operator.credentials.Keyring;
import dev.lamina.operator.credentials.PullSecrets;
import dev.lamina.operator.credentials.PullSecrets.UnusableSecretException;
import dev.lamina.operator.dispatch.NewTask;
import dev.lamina.operator.nodes.Member;
import dev.lamina.operator.nodes.Members;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RunCredentialsTest {
  private static final SealingKeys KEYS = SealingKeys.generate();
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
  void aSecretThatCannotBeUsedIsWaitedFor() {
    var run = run(SECRETS);
    PullSecrets secrets =
        (namespace, names) -> {
          throw UnusableSecretException.missing(names.getFirst().name());
        };
    var waiting =
        assertInstanceOf(
            AwaitSecret.class,
            new RunCredentials(secrets, new Nodes())
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
        new RunCredentials(secrets, new Nodes()).complete(run, RunDecider.decide(observed(run))));
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
      node.setStatus(new ImageNodeStatus(null, agent, null, null, List.of(), List.of()));
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
