package dev.lamina.agent.content;

import dev.lamina.agent.image.Digest;
import java.time.Instant;

/// What the store knows of a blob.
///
/// @param size in bytes
public record BlobStat(Digest digest, long size, Instant committedAt) {}
