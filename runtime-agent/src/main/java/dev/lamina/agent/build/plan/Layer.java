package dev.lamina.agent.build.plan;

import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One layer of a filesystem.
///
/// @param bytes sum of the sizes of its files
/// @param createdAt when a build made it; null for layers of a base image, whose history says so
public record Layer(DiffId diffId, Descriptor blob, long bytes, @Nullable Instant createdAt) {}
