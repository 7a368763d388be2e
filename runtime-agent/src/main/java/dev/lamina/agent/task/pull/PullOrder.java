package dev.lamina.agent.task.pull;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.task.work.OwnerTenant;
import dev.lamina.agent.task.work.SealedCredentials;
import dev.lamina.agent.transfer.pull.PullRequest;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagenode.Assignment;
import dev.lamina.crds.imagenode.PullArguments;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a Pull assignment asks for.
///
/// @param attempts how often to try, at least 1
/// @param timeout of one try; absent = none
/// @param maxImageBytes of all layers, compressed; absent = as the node is configured
record PullOrder(
    PullRequest request, int attempts, @Nullable Duration timeout, @Nullable Long maxImageBytes) {

  /// Reads an assignment, and opens its credential.
  ///
  /// @throws AgentException `InvalidArgument`, `InvalidReference`, `NotSupported`
  static PullOrder of(Assignment assignment, SealedCredentials credentials) {
    if (assignment.stop()) {
      throw new AgentException(FailureReason.NotSupported, "field stop of a Pull is not supported");
    }
    var arguments = Objects.requireNonNullElse(assignment.pull(), PullArguments.NONE);
    var attempts = assignment.attempts();
    var seconds = assignment.timeoutSeconds();
    return new PullOrder(
        new PullRequest(
            OwnerTenant.of(assignment),
            reference(assignment),
            arguments.platform() == null ? null : Platform.parse(arguments.platform()),
            access(assignment, credentials),
            null,
            arguments.minFreeBytes()),
        attempts == null ? 1 : Math.max(1, attempts),
        seconds == null || seconds <= 0 ? null : Duration.ofSeconds(seconds),
        arguments.maxImageBytes());
  }

  private static Reference reference(Assignment assignment) {
    var image = assignment.image();
    if (image == null) {
      throw invalid("it names no image");
    }
    var reference = Reference.parse(image);
    var digest = assignment.digest();
    if (digest == null) {
      return reference;
    }
    if (!Digest.isDigest(digest)) {
      throw invalid("'" + digest + "' is not a digest");
    }
    var wanted = Digest.parse(digest);
    if (reference.digest() != null && !reference.digest().equals(wanted)) {
      throw invalid(image + " is not " + digest);
    }
    return reference.withDigest(wanted);
  }

  private static RegistryAccess access(Assignment assignment, SealedCredentials credentials) {
    var name = assignment.cred();
    if (name == null) {
      return RegistryAccess.ANONYMOUS;
    }
    var owner = assignment.owner();
    if (owner == null) {
      throw invalid("it has a credential and no owner");
    }
    return new RegistryAccess(credentials.open(name, owner), false, null);
  }

  private static AgentException invalid(String why) {
    return new AgentException(FailureReason.InvalidArgument, "Pull assignment: " + why);
  }
}
