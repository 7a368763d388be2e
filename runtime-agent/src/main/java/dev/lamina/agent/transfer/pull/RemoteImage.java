package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.metadata.StoredImage;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// An image as its documents describe it; they are checked, its layers are not.
///
/// @param target what the reference stands for: an index or the manifest
/// @param indexes from the target down to the manifest, none where the target is the manifest
record RemoteImage(
    Descriptor target,
    List<Digest> indexes,
    Descriptor descriptor,
    Manifest manifest,
    ImageConfig config) {
  RemoteImage {
    indexes = List.copyOf(indexes);
  }

  StoredImage stored(long bytes, Instant now) {
    var image = StoredImage.of(descriptor, manifest, config, bytes, now);
    return new StoredImage(
        image.manifest(),
        image.imageId(),
        image.layers(),
        Stream.concat(image.blobs().stream(), indexes.stream()).distinct().toList(),
        image.bytes(),
        image.createdAt(),
        image.storedAt());
  }
}
