package dev.lamina.agent.task.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lamina.agent.build.Secrets;
import dev.lamina.agent.build.remote.GitCredential;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.registry.CredentialSource;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.task.work.SealedCredentials;
import dev.lamina.crds.imagebuild.GitSource;
import dev.lamina.crds.payload.BuildOrder;
import dev.lamina.crds.payload.SealedNames;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What of an order came sealed for this node. It is opened when it is needed, and kept in memory
/// for as long as the build.
public final class SealedInputs {
  private final BuildOrder order;
  private final SealedCredentials sealed;
  private final String owner;

  public SealedInputs(BuildOrder order, SealedCredentials sealed) {
    this.order = order;
    this.sealed = sealed;
    owner = order.tenant() + "/" + order.owner();
  }

  /// For `RUN --mount=type=secret`.
  ///
  /// @throws AgentException `InvalidArgument` if one cannot be opened; so do the others
  public Secrets secrets() {
    var values = new HashMap<String, byte[]>();
    for (var i = 0; i < order.secrets().size(); i++) {
      values.put(order.secrets().get(i).id(), sealed.bytes(SealedNames.secret(i), owner));
    }
    return new Secrets(values);
  }

  /// For a git source; null if it names no Secret.
  ///
  /// @param name as [SealedNames] has it
  public @Nullable GitCredential git(String name, GitSource source) {
    if (source.secretRef() == null) {
      return null;
    }
    var pair = new String(sealed.bytes(name, owner), UTF_8);
    var line = pair.indexOf('\n');
    return new GitCredential(pair.substring(0, Math.max(line, 0)), pair.substring(line + 1));
  }

  /// For base images.
  public RegistryAccess pulling() {
    return access(SealedNames.PULL);
  }

  /// For the image.
  public RegistryAccess pushing() {
    return access(SealedNames.PUSH);
  }

  /// For the build cache: those of the image, then those of base images.
  public RegistryAccess caching() {
    var image = pushing().credentials();
    var bases = pulling().credentials();
    return new RegistryAccess(
        (registry, repository) ->
            image.find(registry, repository).or(() -> bases.find(registry, repository)),
        false,
        null);
  }

  private RegistryAccess access(String prefix) {
    var sources =
        sealed.values().stream()
            .filter(value -> value.id().startsWith(prefix))
            .map(value -> sealed.open(value.id(), owner))
            .toList();
    return new RegistryAccess(first(sources), false, null);
  }

  private static CredentialSource first(List<CredentialSource> sources) {
    return (registry, repository) ->
        sources.stream()
            .map(source -> source.find(registry, repository))
            .flatMap(Optional::stream)
            .findFirst();
  }
}
