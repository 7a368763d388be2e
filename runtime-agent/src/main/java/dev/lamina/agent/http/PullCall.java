package dev.lamina.agent.http;

import org.jspecify.annotations.Nullable;

/// `POST /v1/images/pull`. Progress comes as [PullEvent].
///
/// @param platform absent = that of this machine
/// @param access absent = what the node is configured with
/// @param maxLayerBytes absent = as the node is configured
public record PullCall(
    String reference,
    @Nullable String platform,
    @Nullable RegistryCall access,
    @Nullable Long maxLayerBytes) {}
