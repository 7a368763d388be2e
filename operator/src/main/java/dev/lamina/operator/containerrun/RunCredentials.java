package dev.lamina.operator.containerrun;

import dev.lamina.crds.containerrun.ContainerRun;
import dev.lamina.crds.imagenode.ImageNodeStatus;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.sealing.SealingContext;
import dev.lamina.operator.containerrun.RunDecision.AwaitSecret;
import dev.lamina.operator.containerrun.RunDecision.Start;
import dev.lamina.operator.credentials.PullSecrets;
import dev.lamina.operator.credentials.PullSecrets.UnusableSecretException;
import dev.lamina.operator.nodes.Members;
import java.util.List;
import java.util.Optional;

/// Seals what a container's image is pulled with to the node it starts on. Secrets are read when a
/// container starts and at no other time.
public record RunCredentials(PullSecrets secrets, Members members) {
  /// The same decision, with what a start needs; or that it has to wait for it.
  RunDecision complete(ContainerRun run, RunDecision decision) {
    if (!(decision instanceof Start start) || start.order().pullSecrets().isEmpty()) {
      return decision;
    }
    try {
      var sealed = sealed(run, start);
      return new Start(start.attempt(), start.node(), start.order(), sealed);
    } catch (UnusableSecretException e) {
      return new AwaitSecret(e.reason(), String.valueOf(e.getMessage()));
    }
  }

  private List<SealedValue> sealed(ContainerRun run, Start start) {
    var metadata = run.getMetadata();
    var keyring = secrets.read(run, run.getSpec().pullSecretRefs());
    var id = keyring.idOf(start.order().image());
    if (id == null) {
      return List.of();
    }
    var owner = metadata.getNamespace() + "/" + metadata.getName();
    var context = new SealingContext(owner, start.node());
    return sealingKey(start.node()).flatMap(key -> keyring.seal(id, key, context)).stream()
        .toList();
  }

  /// Absent where the agent has not said its key: without credentials the pull fails, and is tried
  /// again.
  private Optional<String> sealingKey(String node) {
    return members
        .imageNode(node)
        .map(imageNode -> imageNode.getStatus())
        .map(ImageNodeStatus::agent)
        .map(agent -> agent.sealingKey());
  }
}
