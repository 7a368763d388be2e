package dev.lamina.agent.http;

import org.jspecify.annotations.Nullable;

/// `POST /v1/images/push`. Progress comes as [PushEvent].
///
/// @param destination absent = where the image's name says
/// @param access absent = what the node is configured with
public record PushCall(
    String reference, @Nullable String destination, @Nullable RegistryCall access) {}
