package dev.lamina.agent.registry;

import dev.lamina.agent.image.Descriptor;

/// A manifest or index as the registry sent it.
///
/// @param descriptor media type, digest and size of the bytes
/// @param bytes checked against the digest; not to be changed
@SuppressWarnings("ArrayRecordComponent")
public record RemoteManifest(Descriptor descriptor, byte[] bytes) {}
