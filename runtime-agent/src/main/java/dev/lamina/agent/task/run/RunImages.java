package dev.lamina.agent.task.run;

import dev.lamina.agent.registry.CredentialSource;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.task.work.SealedCredentials;
import dev.lamina.agent.transfer.pull.PullPolicy;
import dev.lamina.crds.containerrun.ImagePullPolicy;
import dev.lamina.crds.meta.SealedValue;
import dev.lamina.crds.payload.RunData;
import dev.lamina.crds.payload.RunOrder;
import java.util.Optional;
import java.util.function.Predicate;

/// How the image of an order is had.
final class RunImages {
  private RunImages() {}

  /// @param sealed what came with the order
  /// @throws dev.lamina.agent.failure.AgentException `InvalidArgument` if a credential cannot be
  ///   opened
  static RunImage of(RunOrder order, SealedCredentials sealed) {
    return new RunImage(
        policy(order.imagePullPolicy()),
        new RegistryAccess(credentials(order, sealed), false, null));
  }

  private static PullPolicy policy(ImagePullPolicy policy) {
    return switch (policy) {
      case Always -> PullPolicy.ALWAYS;
      case IfNotPresent -> PullPolicy.MISSING;
      case Never -> PullPolicy.NEVER;
    };
  }

  /// What an image that is made of the container is pushed with.
  static RegistryAccess toPush(RunOrder order, SealedCredentials sealed) {
    var source = source(order, sealed, RunOrder.PUSH_CREDENTIAL::equals);
    return new RegistryAccess(source, false, null);
  }

  private static CredentialSource credentials(RunOrder order, SealedCredentials sealed) {
    return source(
        order,
        sealed,
        id -> !id.equals(RunOrder.PUSH_CREDENTIAL) && !id.startsWith(RunData.ID_PREFIX));
  }

  /// The first that has something for a repository counts.
  private static CredentialSource source(
      RunOrder order, SealedCredentials sealed, Predicate<String> wanted) {
    var owner = order.tenant() + "/" + order.owner();
    var sources =
        sealed.values().stream()
            .map(SealedValue::id)
            .filter(wanted)
            .map(id -> sealed.open(id, owner))
            .toList();
    return (registry, repository) ->
        sources.stream()
            .map(source -> source.find(registry, repository))
            .flatMap(Optional::stream)
            .findFirst();
  }
}
