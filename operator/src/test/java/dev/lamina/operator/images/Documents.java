package dev.lamina.operator.images;

import dev.lamina.crds.imagenode.ImageFacts;
import dev.lamina.crds.imagerecord.RecordedPackages;
import dev.lamina.crds.imagerecord.RecordedPackages.RecordedPackage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The documents of an image of two layers, and the digest of its manifest.
record Documents(String digest, ImageFacts facts) {
  static Documents of(String config, List<Long> unpacked) {
    var manifest =
        """
        {"schemaVersion": 2, "config": {"digest": "%s"}, "layers": [
          {"digest": "sha256:b1", "size": 10, "mediaType": "application/vnd.oci.image.layer.v1.tar"},
          {"digest": "sha256:b2", "size": 5}]}
        """
            .formatted(sha256(config));
    var packages =
        new RecordedPackages(
            "debian-12", "deb", 1, List.of(new RecordedPackage("bash", "5.2.15-2+b2")), null);
    return new Documents(sha256(manifest), new ImageFacts(manifest, config, unpacked, packages));
  }

  private static String sha256(String text) {
    try {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
