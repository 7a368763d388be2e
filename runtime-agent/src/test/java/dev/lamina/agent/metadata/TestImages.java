package dev.lamina.agent.metadata;

import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import dev.lamina.agent.image.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// Records of images that are nowhere else.
final class TestImages {
  static final Instant MORNING = Instant.parse("2026-02-03T08:00:00Z");

  private TestImages() {}

  static StoredImage image(String name) {
    return image(digest("manifest of " + name), digest("config of " + name), MORNING);
  }

  static StoredImage image(Digest manifest, Digest id, Instant createdAt) {
    return new StoredImage(
        new Descriptor(MediaTypes.OCI_MANIFEST, manifest, 400),
        id,
        List.of(),
        List.of(manifest, id),
        12,
        createdAt,
        createdAt);
  }

  static Digest digest(String text) {
    return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A digest that begins with the given hex digits.
  static Digest digestOf(String prefix) {
    return new Digest("sha256", prefix + "0".repeat(64 - prefix.length()));
  }
}
