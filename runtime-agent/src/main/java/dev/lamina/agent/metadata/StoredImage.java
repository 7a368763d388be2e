package dev.lamina.agent.metadata;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.ImageConfig;
import dev.lamina.agent.image.Manifest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// What is kept of an image so that listing needs no other file: its manifest, its config's digest
/// (the image ID), its layers.
///
/// @param manifest descriptor of the manifest (never of an index)
/// @param blobs every blob of the image: manifest, config, layers, and behind them the indexes it
///   was found through
/// @param bytes unpacked size: the sum over its layers
/// @param createdAt as the config states it; the epoch where it does not
/// @param storedAt when it came into this store
public record StoredImage(
    Descriptor manifest,
    Digest imageId,
    List<DiffId> layers,
    List<Digest> blobs,
    long bytes,
    Instant createdAt,
    Instant storedAt) {
  public StoredImage {
    layers = List.copyOf(layers);
    blobs = List.copyOf(blobs);
  }

  /// The record of an image whose blobs and layers are in the store.
  ///
  /// @param bytes unpacked size of all layers
  public static StoredImage of(
      Descriptor descriptor, Manifest manifest, ImageConfig config, long bytes, Instant now) {
    var blobs =
        Stream.concat(
            Stream.of(descriptor.digest(), manifest.config().digest()),
            manifest.layers().stream().map(Descriptor::digest));
    return new StoredImage(
        descriptor,
        manifest.config().digest(),
        config.diffIds(),
        blobs.distinct().toList(),
        bytes,
        Objects.requireNonNullElse(config.created(), Instant.EPOCH),
        now);
  }

  /// The chains of the layers, lowest first: one snapshot each.
  public List<ChainId> chain() {
    return ChainId.chainOf(layers);
  }

  /// Whether one of these digests is its manifest or an index that it came by.
  public boolean isOneOf(Set<Digest> digests) {
    return digests.contains(digest()) || blobs.stream().anyMatch(digests::contains);
  }

  public Digest digest() {
    return manifest.digest();
  }
}
