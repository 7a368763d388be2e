package dev.lamina.agent.registry;

/// What holds for a registry, and who says so.
///
/// @param isOfCluster whether it is the cluster, and not the node's settings file
public record ConfiguredRegistry(RegistrySettings settings, boolean isOfCluster) {}
