package dev.lamina.agent.transfer.push;

import dev.lamina.agent.image.Platform;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.RegistryAccess;
import org.jspecify.annotations.Nullable;

/// An image somebody wants in a registry.
///
/// @param image as people name it
/// @param destination absent = where its name says
/// @param platform what the image has to be for; absent = any
/// @param maxLayerBytes an image with a larger blob is refused; absent = any size
public record PushRequest(
    Tenant tenant,
    String image,
    @Nullable Reference destination,
    RegistryAccess access,
    @Nullable Platform platform,
    @Nullable Long maxLayerBytes) {
  public static PushRequest of(
      Tenant tenant, String image, @Nullable Reference destination, RegistryAccess access) {
    return new PushRequest(tenant, image, destination, access, null, null);
  }
}
