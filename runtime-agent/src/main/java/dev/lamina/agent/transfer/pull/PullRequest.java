package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.RegistryAccess;
import org.jspecify.annotations.Nullable;

/// An image somebody wants on this node.
///
/// @param reference with a tag, which becomes the image's name; with a digest, which the image must
///   have (its own or that of the index it stands in); or with both
/// @param platform absent = that of this machine
/// @param access the tenant's own credentials
/// @param maxLayerBytes absent = as the node is configured
/// @param minFreeBytes what the disk must have left after the pull; absent = as the node is
///   configured
public record PullRequest(
    Tenant tenant,
    Reference reference,
    @Nullable Platform platform,
    RegistryAccess access,
    @Nullable Long maxLayerBytes,
    @Nullable Long minFreeBytes) {
  public static PullRequest of(Tenant tenant, Reference reference, RegistryAccess access) {
    return new PullRequest(tenant, reference, null, access, null, null);
  }
}
