package dev.lamina.operator.containerrun;

import dev.lamina.crds.containerrun.ContainerRun;
import dev.lamina.crds.imagenode.ImageNodeStatus;
import dev.lamina.crds.meta.ObjectName;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.payload.RunData;
import dev.lamina.crds.payload.RunOrder;
import dev.lamina.crds.sealing.SealedBytes;
import dev.lamina.crds.sealing.Sealer;
import dev.lamina.crds.sealing.SealingContext;
import dev.lamina.operator.containerrun.RunDecision.AwaitSecret;
import dev.lamina.operator.containerrun.RunDecision.Start;
import dev.lamina.operator.credentials.Keyring;
import dev.lamina.operator.credentials.ObjectContents;
import dev.lamina.operator.credentials.PullSecrets;
import dev.lamina.operator.credentials.PullSecrets.UnusableSecretException;
import dev.lamina.operator.nodes.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Seals to the node a container starts on what its image is pulled with, what the image that is
/// made of it is pushed with, and what it takes from ConfigMaps and Secrets. They are read when a
/// container starts and at no other time.
public record RunCredentials(PullSecrets secrets, ObjectContents contents, Members members) {
  /// The same decision, with what a start needs; or that it has to wait for it.
  RunDecision complete(ContainerRun run, RunDecision decision) {
    if (!(decision instanceof Start start)) {
      return decision;
    }
    try {
      var sealed = new ArrayList<SealedValue>();
      toPull(run, start).ifPresent(sealed::add);
      toPush(run, start).ifPresent(sealed::add);
      sealed.addAll(data(run, start.node()));
      return new Start(start.attempt(), start.node(), start.order(), sealed);
    } catch (UnusableSecretException e) {
      return new AwaitSecret(e.reason(), String.valueOf(e.getMessage()));
    }
  }

  private Optional<SealedValue> toPull(ContainerRun run, Start start) {
    var refs = run.getSpec().pullSecretRefs();
    if (refs.isEmpty()) {
      return Optional.empty();
    }
    var keyring = secrets.read(run, refs);
    var id = keyring.idOf(start.order().image());
    return id == null ? Optional.empty() : seal(run, start.node(), keyring, id, id);
  }

  private Optional<SealedValue> toPush(ContainerRun run, Start start) {
    var commit = start.order().commit();
    if (commit == null || commit.pushSecret() == null) {
      return Optional.empty();
    }
    var keyring = secrets.read(run, List.of(new ObjectName(commit.pushSecret())));
    var id = keyring.idOf(commit.image());
    return id == null
        ? Optional.empty()
        : seal(run, start.node(), keyring, id, RunOrder.PUSH_CREDENTIAL);
  }

  private List<SealedValue> data(ContainerRun run, String node) {
    var data = RunContents.read(contents, run.getMetadata().getNamespace(), run.getSpec());
    return data.isEmpty()
        ? List.of()
        : sealingKey(node)
            .map(Sealer::to)
            .map(sealer ->
                SealedBytes.seal(data.toBytes(), RunData.ID_PREFIX, sealer, context(run, node)))
            .orElseThrow(() -> UnusableSecretException.noKey(node));
  }

  private Optional<SealedValue> seal(
      ContainerRun run, String node, Keyring keyring, String id, String name) {
    return sealingKey(node).flatMap(key -> keyring.seal(id, name, key, context(run, node)));
  }

  private static SealingContext context(ContainerRun run, String node) {
    var metadata = run.getMetadata();
    return new SealingContext(metadata.getNamespace() + "/" + metadata.getName(), node);
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
