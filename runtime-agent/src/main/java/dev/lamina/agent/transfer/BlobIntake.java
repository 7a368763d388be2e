package dev.lamina.agent.transfer;

import dev.lamina.agent.content.ContentStore;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.metadata.LeaseStore.Lease;
import dev.lamina.agent.transfer.IncomingImage.IncomingLayer;
import dev.lamina.agent.transfer.IncomingImage.IncomingManifest;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;

/// Brings the blobs of an image into the content store, each under a lease before it is there.
/// Blobs the store has are not read again.
final class BlobIntake {
  private final ContentStore content;
  private final SingleFlight<Digest> flights = new SingleFlight<>();

  BlobIntake(ContentStore content) {
    this.content = content;
  }

  /// Stores layers, config and manifest.
  ///
  /// @return descriptor of the manifest, and the manifest
  /// @throws AgentException `DigestMismatch` when a blob is not what it was announced to be
  StoredManifest store(IncomingImage image, Lease lease) {
    var layers = image.layers().stream().map(layer -> store(layer, lease)).toList();
    var config = put(MediaTypes.OCI_CONFIG, image.configBytes(), lease);
    var incoming = image.manifest().orElseGet(() -> manifestOf(Manifest.of(config, layers)));
    var type = incoming.descriptor().mediaType();
    return new StoredManifest(
        put(type, incoming.bytes(), lease), OciJson.manifest(incoming.bytes(), type));
  }

  /// Stores a small document.
  Descriptor put(String mediaType, byte[] bytes, Lease lease) {
    var digest = Digest.sha256(bytes);
    lease.hold(digest);
    return new Descriptor(mediaType, digest, content.put(bytes).size());
  }

  private static IncomingManifest manifestOf(Manifest manifest) {
    var bytes = OciJson.bytes(manifest);
    return new IncomingManifest(
        new Descriptor(MediaTypes.OCI_MANIFEST, Digest.sha256(bytes), bytes.length), bytes);
  }

  private Descriptor store(IncomingLayer layer, Lease lease) {
    lease.hold(layer.digest());
    flights.run(
        layer.digest(),
        () -> {
          if (content.stat(layer.digest()).isEmpty()) {
            ingest(layer);
          }
        });
    var stored = content.stat(layer.digest()).orElseThrow();
    if (layer.size() >= 0 && layer.size() != stored.size()) {
      throw new AgentException(
          FailureReason.DigestMismatch,
          String.format(
              "layer %s has %d bytes, announced are %d",
              layer.digest(), stored.size(), layer.size()));
    }
    return new Descriptor(layer.mediaType(), layer.digest(), stored.size());
  }

  /// Goes on where an import that was interrupted left off.
  private void ingest(IncomingLayer layer) {
    try (var ingest = content.ingest("import-" + layer.digest(), layer.digest());
        var in = layer.bytes().open()) {
      in.skipNBytes(ingest.offset());
      in.transferTo(ingest);
      ingest.commit(layer.digest(), layer.size());
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.StoreFailed, "reading layer " + layer.digest() + ": " + e, e);
    }
  }

  record StoredManifest(Descriptor descriptor, Manifest manifest) {}
}
