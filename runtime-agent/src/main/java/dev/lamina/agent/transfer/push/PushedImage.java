package dev.lamina.agent.transfer.push;

import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Reference;

/// What a registry has now.
///
/// @param manifest its digest is what `name` stands for
public record PushedImage(Reference name, Descriptor manifest) {}
