package dev.lamina.agent.http;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;

/// The result of a push.
///
/// @param size of the manifest in bytes
public record PushAnswer(Reference name, Digest digest, long size) {}
