package dev.lamina.agent.snapshot;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.DiffId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A committed layer on top of its parents.
///
/// @param bytes sum of the sizes of the layer's files
public record Snapshot(
    ChainId name,
    @Nullable ChainId parent,
    DiffId diffId,
    long bytes,
    long entries,
    Instant createdAt) {}
