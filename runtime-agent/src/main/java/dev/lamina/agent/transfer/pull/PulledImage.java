package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.metadata.StoredImage;

/// What a pull came to.
///
/// @param name the image's name in the store
/// @param digest what the reference stood for: of an index or of the manifest
/// @param isNew whether the name stood for something else before, or for nothing
public record PulledImage(StoredImage image, Reference name, Digest digest, boolean isNew) {}
