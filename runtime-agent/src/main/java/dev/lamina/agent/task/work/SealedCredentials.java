package dev.lamina.agent.task.work;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.registry.CredentialSource;
import dev.lamina.agent.registry.DockerConfig;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.sealing.SealedBytes;
import dev.lamina.crds.sealing.SealingContext;
import dev.lamina.crds.sealing.SealingException;
import dev.lamina.crds.sealing.SealingKeys;
import java.util.List;

/// What came sealed for this node: registry credentials, each a Docker `config.json`, and secrets
/// of builds.
///
/// @param values as the ImageNode or the NodeTask lists them
public record SealedCredentials(SealingKeys keys, String node, List<SealedValue> values) {
  public SealedCredentials {
    values = List.copyOf(values);
  }

  /// The credential of a name, as it was sealed for work of `owner` on this node.
  ///
  /// @throws AgentException `InvalidArgument` if there is none, or it was sealed for anything else
  public CredentialSource open(String name, String owner) {
    return DockerConfig.parse(bytes(name, owner));
  }

  /// The same for a value that is anything.
  public byte[] bytes(String name, String owner) {
    var value =
        values.stream()
            .filter(sealed -> sealed.id().equals(name))
            .findFirst()
            .orElseThrow(() -> invalid("credential " + name + " is not among those that came"));
    requireKey(value);
    try {
      return keys.open(value, new SealingContext(owner, node));
    } catch (SealingException e) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "credential %s is not sealed for %s on node %s, or damaged".formatted(name, owner, node),
          e);
    }
  }

  /// What was sealed under a prefix, put together; empty if nothing was.
  ///
  /// @throws AgentException `InvalidArgument` if it was sealed for anything else
  public byte[] openAll(String prefix, String owner) {
    values.stream().filter(value -> value.id().startsWith(prefix)).forEach(this::requireKey);
    try {
      return SealedBytes.open(values, prefix, keys, new SealingContext(owner, node));
    } catch (SealingException e) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "what is sealed as %s* is not for %s on node %s, or damaged"
              .formatted(prefix, owner, node),
          e);
    }
  }

  private void requireKey(SealedValue value) {
    if (!value.keyID().equals(keys.keyId())) {
      throw invalid(
          "credential %s is sealed for key %s, node %s has key %s"
              .formatted(value.id(), value.keyID(), node, keys.keyId()));
    }
  }

  private static AgentException invalid(String message) {
    return new AgentException(FailureReason.InvalidArgument, message);
  }
}
