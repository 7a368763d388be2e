package dev.lamina.agent.cli;

import static dev.lamina.agent.transfer.TestLayout.diffId;
import static dev.lamina.agent.transfer.TestLayout.utf8;

import dev.lamina.agent.archive.RawTar;
import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.Manifest;
import dev.lamina.agent.image.MediaTypes;
import dev.lamina.agent.image.OciJson;
import dev.lamina.agent.image.Platform;
import dev.lamina.agent.registry.FaultyRegistry;
import dev.lamina.agent.transfer.TestLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// A registry that sells images which are out to do harm, and a stranger's beside it.
///
/// Each image is the tag `1`; the last one made counts.
final class HostileMall implements AutoCloseable {
  static final String LAYER = MediaTypes.OCI_LAYER_GZIP;

  final FaultyRegistry registry = new FaultyRegistry();
  final FaultyRegistry stranger = new FaultyRegistry();

  /// A directory of the host that no image has any business in.
  final Path outside;

  HostileMall(Path outside) {
    this.outside = outside;
  }

  String reference() {
    return registry.host() + "/team/hostile:1";
  }

  /// An honest image of these layers.
  void tars(RawTar... layers) {
    var tars = Stream.of(layers).map(RawTar::bytes).toList();
    blobs(tars.stream().map(HostileMall::gzip).toList(), tars);
  }

  /// An image of layers as they are stored, and what its config says of their content.
  void blobs(List<byte[]> blobs, List<byte[]> tars) {
    var diffIds = tars.stream().map(TestLayout::diffId).toList();
    var layers = blobs.stream().map(blob -> registry.blob(LAYER, blob)).toList();
    manifest(OciJson.bytes(Manifest.of(config(diffIds), layers)));
  }

  /// One layer whose content the config cannot know: it is refused before that matters.
  void blob(byte[] blob) {
    blobs(List.of(blob), List.of(blob));
  }

  void document(String mediaType, String text) {
    registry.manifest("1", mediaType, utf8(text));
  }

  void manifest(String text) {
    manifest(utf8(text));
  }

  /// A manifest of an honest config and what is said of its layers.
  void layers(String json) {
    manifest(text(config(List.of()), json));
  }

  /// An image with one layer of which only this is said.
  void oneLayer(String json) {
    manifest(text(config(List.of(diffId(new byte[1]))), json));
  }

  /// An honest layer under a config that says this.
  void config(String json) {
    var layer = registry.blob(LAYER, gzip(tar().bytes()));
    var blob = registry.blob(MediaTypes.OCI_CONFIG, utf8(json));
    manifest(OciJson.bytes(Manifest.of(blob, List.of(layer))));
  }

  Descriptor honest() {
    tars(tar());
    var config = config(List.of(diffId(tar().bytes())));
    var layer = registry.blob(LAYER, gzip(tar().bytes()));
    return registry.manifest(
        "honest", MediaTypes.OCI_MANIFEST, OciJson.bytes(Manifest.of(config, List.of(layer))));
  }

  Descriptor config(List<DiffId> diffIds) {
    var config = OciJson.bytes(TestLayout.config(Platform.host(), diffIds));
    return registry.blob(MediaTypes.OCI_CONFIG, config);
  }

  static String text(Descriptor config, String layers) {
    return """
    {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}\
    """
        .formatted(MediaTypes.OCI_MANIFEST, text(config), layers);
  }

  static String text(Descriptor blob) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(blob.mediaType(), blob.digest(), blob.size());
  }

  static String layer(String digest, long size) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}".formatted(LAYER, digest, size);
  }

  static Digest absent() {
    return Digest.sha256(utf8("nobody has this"));
  }

  static RawTar tar() {
    return new RawTar().file("honest", "content");
  }

  static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private void manifest(byte[] bytes) {
    registry.manifest("1", MediaTypes.OCI_MANIFEST, bytes);
  }

  @Override
  public void close() {
    registry.close();
    stranger.close();
  }
}
