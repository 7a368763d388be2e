package dev.lamina.agent.build.commit;

import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import org.jspecify.annotations.Nullable;

/// An image made of a container.
///
/// @param manifest digest of the manifest
/// @param imageId digest of the config
/// @param layer absent if the container wrote nothing
/// @param bytes sum of the sizes of the layer's files
public record CommitResult(
    Reference name, Digest manifest, Digest imageId, @Nullable DiffId layer, long bytes) {}
