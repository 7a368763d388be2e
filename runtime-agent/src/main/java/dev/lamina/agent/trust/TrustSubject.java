package dev.lamina.agent.trust;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.Reference;
import dev.lamina.crds.failure.FailureReason;

/// An image somebody wants to use.
///
/// @param reference as it was asked for, completed
/// @param target digest the reference stands for: of an index or of a manifest
/// @param digest of the manifest; equal to `target` where there is no index
public record TrustSubject(
    Reference reference, Digest target, Digest digest, Manifest manifest, Use use) {
  /// What the image is wanted for.
  public enum Use {
    PULL,
    PUSH,
    BUILD,
    RUN
  }

  AgentException denied(String why) {
    return new AgentException(
        FailureReason.TrustDenied, "image " + reference + " (" + digest + "): " + why);
  }
}
