package dev.lamina.agent.build.plan;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.ImageConfig;

/// An image that a stage starts from or that files are copied from.
///
/// @param name as progress output shows it
/// @param digest of the manifest
public record BaseImage(String name, Digest digest, ImageConfig config, LayerStack layers) {}
