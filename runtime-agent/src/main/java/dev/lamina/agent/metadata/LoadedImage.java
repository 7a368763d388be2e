package dev.lamina.agent.metadata;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.Manifest;

/// An image of the store with its documents.
public record LoadedImage(StoredImage stored, Manifest manifest, ImageConfig config) {
  /// What the reference stood for that brought the image: the outermost index it was found through,
  /// or its own manifest.
  public Digest target() {
    return stored.blobs().stream()
        .filter(blob -> !blob.equals(stored.digest()) && !blob.equals(stored.imageId()))
        .filter(blob -> manifest.layers().stream().noneMatch(layer -> layer.digest().equals(blob)))
        .findFirst()
        .orElse(stored.digest());
  }
}
