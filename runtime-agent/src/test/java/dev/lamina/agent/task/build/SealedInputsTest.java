package dev.lamina.agent.task.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.agent.build.BuildContext;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.registry.Credential;
import dev.lamina.agent.registry.reach.AddressPolicy;
import dev.lamina.agent.task.work.SealedCredentials;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagebuild.BuildNetwork;
import dev.lamina.crds.imagebuild.BuildSecret;
import dev.lamina.crds.imagebuild.GitSource;
import dev.lamina.crds.imagebuild.LintMode;
import dev.lamina.crds.meta.ObjectName;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.payload.BuildOrder;
import dev.lamina.crds.payload.BuildOrder.OutputOrder;
import dev.lamina.crds.payload.Limits;
import dev.lamina.crds.payload.SealedNames;
import dev.lamina.crds.sealing.Sealer;
import dev.lamina.crds.sealing.SealingContext;
import dev.lamina.crds.sealing.SealingKeys;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SealedInputsTest {
  private static final SealingKeys KEYS = SealingKeys.generate();
  private static final String CONFIG =
      "{\"auths\": {\"registry.test\": {\"username\": \"u\", \"password\": \"p\"}}}";

  @Test
  void opensWhatTheOrderNames() {
    var inputs =
        inputs(
            seal(SealedNames.secret(0), "s3cr3t", "team-a/web"),
            seal(SealedNames.SOURCE, "me\npa:ss", "team-a/web"),
            seal(SealedNames.PULL + 0, CONFIG, "team-a/web"));

    var request = BuildRequests.of(order(), inputs, AddressPolicy.GUARDED);
    var git = (BuildContext.Git) request.context();
    var credential = requireNonNull(git.credential());
    assertEquals("GitCredential[me]", credential.toString());
    assertEquals("pa:ss", credential.password());
    assertEquals("Secrets[npm]", request.secrets().toString());
    assertEquals(
        Optional.of(new Credential.Basic("u", "p")),
        request.execution().bases().access().credentials().find("registry.test", "a/b"));
    assertEquals(Optional.empty(), inputs.pushing().credentials().find("registry.test", "a/b"));
  }

  @Test
  void whatWasSealedForAnotherBuildDoesNotOpen() {
    var inputs = inputs(seal(SealedNames.secret(0), "s3cr3t", "team-b/web"));
    var e = assertThrows(AgentException.class, inputs::secrets);
    assertEquals(FailureReason.InvalidArgument, e.reason());
    assertTrue(e.getMessage().contains("not sealed for team-a/web"), e.getMessage());
  }

  private static SealedValue seal(String id, String value, String owner) {
    return Sealer.to(KEYS.publicKey())
        .seal(id, value.getBytes(UTF_8), new SealingContext(owner, "n1"));
  }

  private static SealedInputs inputs(SealedValue... values) {
    return new SealedInputs(order(), new SealedCredentials(KEYS, "n1", List.of(values)));
  }

  private static BuildOrder order() {
    return new BuildOrder(
        "team-a",
        "web",
        null,
        null,
        new GitSource("https://g.test/a.git", "v1", "sub", 0, true, new ObjectName("git")),
        "Dockerfile",
        null,
        List.of(),
        List.of(new BuildSecret("npm", "s", "k")),
        List.of(),
        List.of(new ObjectName("p")),
        OutputOrder.named(List.of("web")),
        false,
        List.of(),
        BuildNetwork.Default,
        new Limits(0, 0, 0),
        null,
        LintMode.Off,
        0,
        null,
        null,
        null,
        null);
  }
}
