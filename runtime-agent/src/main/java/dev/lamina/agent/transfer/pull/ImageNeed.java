package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.RegistryAccess;
import dev.lamina.agent.trust.TrustSubject;

/// An image that work cannot begin without.
///
/// @param image as people name it: a reference, an id, a digest
/// @param access the tenant's own credentials
/// @param use what for; the trust policy is told
public record ImageNeed(
    Tenant tenant, String image, PullPolicy policy, RegistryAccess access, TrustSubject.Use use) {
  /// An image that a container is made of.
  public static ImageNeed ofRun(
      Tenant tenant, String image, PullPolicy policy, RegistryAccess access) {
    return new ImageNeed(tenant, image, policy, access, TrustSubject.Use.RUN);
  }

  /// An image that a Dockerfile names.
  public static ImageNeed ofBuild(
      Tenant tenant, String image, PullPolicy policy, RegistryAccess access) {
    return new ImageNeed(tenant, image, policy, access, TrustSubject.Use.BUILD);
  }
}
