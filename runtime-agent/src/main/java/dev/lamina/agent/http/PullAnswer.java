package dev.lamina.agent.http;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Reference;
import dev.lamina.agent.transfer.pull.PulledImage;

/// The result of a pull.
///
/// @param digest what the reference stands for
/// @param manifest digest of the image; another one where the reference stands for an index
/// @param isNew false = the image was up to date
public record PullAnswer(
    Reference name, Digest digest, Digest manifest, Digest id, long bytes, boolean isNew) {
  static PullAnswer of(PulledImage pulled) {
    var image = pulled.image();
    return new PullAnswer(
        pulled.name(),
        pulled.digest(),
        image.digest(),
        image.imageId(),
        image.bytes(),
        pulled.isNew());
  }
}
