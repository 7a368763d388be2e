package dev.lamina.agent.transfer.push;

import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.registry.RegistryAccess;
import org.jspecify.annotations.Nullable;

/// An image somebody wants in a registry.
///
/// @param image as people name it
/// @param destination absent = where its name says
public record PushRequest(
    Tenant tenant, String image, @Nullable Reference destination, RegistryAccess access) {}
