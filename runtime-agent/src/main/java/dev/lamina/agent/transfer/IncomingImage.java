package dev.lamina.agent.transfer;

import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// An image found in a layout or archive: its documents are checked, its layers not yet read.
///
/// @param layers lowest first
/// @param manifest absent where the format has none, as in a docker-archive: it is then made from
///   the stored layers
@SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
record IncomingImage(
    ImageConfig config,
    byte[] configBytes,
    List<IncomingLayer> layers,
    Optional<IncomingManifest> manifest,
    List<Reference> names) {
  IncomingImage {
    layers = List.copyOf(layers);
    names = List.copyOf(names);
  }

  IncomingImage withNames(List<Reference> changed) {
    return new IncomingImage(config, configBytes, layers, manifest, changed);
  }

  @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
  record IncomingManifest(Descriptor descriptor, byte[] bytes) {}

  /// A layer to store.
  ///
  /// @param size in bytes, negative where it is not announced
  record IncomingLayer(String mediaType, Digest digest, long size, Opener bytes) {}

  interface Opener {
    InputStream open() throws IOException;
  }
}
