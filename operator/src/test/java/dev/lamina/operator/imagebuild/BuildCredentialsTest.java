package dev.lamina.operator.imagebuild;

import static dev.lamina.operator.imagebuild.BuildSample.build;
import static dev.lamina.operator.imagebuild.BuildSample.observed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lamina.crds.imagenode.AgentState;
import dev.lamina.crds.imagenode.ImageNode;
import dev.lamina.crds.imagenode.ImageNodeStatus;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.payload.SealedNames;
import dev.lamina.crds.sealing.SealingContext;
import dev.lamina.crds.sealing.SealingKeys;
import dev.lamina.operator.credentials.Keyring;
import dev.lamina.operator.credentials.NamedSecrets;
import dev.lamina.operator.credentials.PullSecrets;
import dev.lamina.operator.credentials.PullSecrets.UnusableSecretException;
import dev.lamina.operator.imagebuild.BuildDecision.AwaitInput;
import dev.lamina.operator.imagebuild.BuildDecision.Start;
import dev.lamina.operator.nodes.Member;
import dev.lamina.operator.nodes.Members;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BuildCredentialsTest {
  private static final SealingKeys KEYS = SealingKeys.generate();
  private static final String WITH_SECRETS =
      """
      secrets: [{id: npm, secretName: s, key: token}], pullSecretRefs: [{name: p}],
      """;
  private static final NamedSecrets SECRETS =
      (namespace, name) ->
          new NamedSecrets.Content("Opaque", Map.of("token", "s3cr3t".getBytes(UTF_8)));
  private static final PullSecrets REGISTRIES =
      (owner, names) -> {
        var keyring = new Keyring("team-a/web");
        var auths = JsonNodeFactory.instance.objectNode();
        auths.putObject("registry.test").put("auth", "eDp5");
        keyring.add(auths, "1");
        return keyring;
      };

  @Test
  void sealsWhatIsNamedToTheNodeOfTheBuild() {
    var start = assertInstanceOf(Start.class, complete(SECRETS));
    var ids = start.sealed().stream().map(SealedValue::id).toList();
    assertEquals(List.of(SealedNames.secret(0), SealedNames.PULL + 0), ids);
    var context = new SealingContext("team-a/web", start.node());
    assertEquals("s3cr3t", new String(KEYS.open(start.sealed().getFirst(), context), UTF_8));
    assertFalse(start.toString().contains("s3cr3t"));
  }

  @Test
  void waitsForASecretThatIsNotThere() {
    NamedSecrets none =
        (namespace, name) -> {
          throw UnusableSecretException.absent(name);
        };
    assertEquals("SecretNotFound", assertInstanceOf(AwaitInput.class, complete(none)).reason());
  }

  @Test
  void waitsForAKeyThatIsNotThere() {
    NamedSecrets other = (namespace, name) -> new NamedSecrets.Content("Opaque", Map.of());
    assertEquals("SecretNotUsable", assertInstanceOf(AwaitInput.class, complete(other)).reason());
  }

  @Test
  void readsNothingForABuildThatNamesNothing() {
    var credentials =
        new BuildCredentials(
            REGISTRIES,
            (namespace, name) -> {
              throw new AssertionError("read");
            },
            new Nodes());
    var build = build("");
    var decision = BuildDecider.decide(observed(build));
    assertEquals(decision, credentials.complete(build, decision));
  }

  private static BuildDecision complete(NamedSecrets secrets) {
    var build = build(WITH_SECRETS);
    var decision = BuildDecider.decide(observed(build));
    return new BuildCredentials(REGISTRIES, secrets, new Nodes()).complete(build, decision);
  }

  /// Every node has the same key.
  private static final class Nodes implements Members {
    @Override
    public Optional<ImageNode> imageNode(String node) {
      var imageNode = new ImageNode();
      var agent =
          new AgentState(
              "1", null, null, KEYS.publicKey(), KEYS.keyId(), "overlayfs", null, null, "l/a");
      imageNode.setStatus(new ImageNodeStatus(null, agent, null, null, List.of(), List.of(), null));
      return Optional.of(imageNode);
    }

    @Override
    public List<Member> members() {
      return List.of();
    }

    @Override
    public List<ImageNode> imageNodes() {
      return List.of();
    }

    @Override
    public void onNews(Consumer<ImageNode> answered, Runnable changed) {}
  }
}
