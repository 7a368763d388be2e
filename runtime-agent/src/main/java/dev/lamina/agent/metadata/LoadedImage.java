package dev.lamina.agent.metadata;

import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.Manifest;

/// An image of the store with its documents.
public record LoadedImage(StoredImage stored, Manifest manifest, ImageConfig config) {}
