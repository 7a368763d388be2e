package dev.lamina.agent.http;

/// `POST /v1/prune`.
///
/// @param all also images with a name that no container uses
/// @param dryRun says what would go
public record PruneRequest(boolean all, boolean dryRun) {}
