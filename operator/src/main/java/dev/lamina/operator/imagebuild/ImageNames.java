package dev.lamina.operator.imagebuild;

import dev.lamina.crds.imagebuild.BuiltImage;
import java.util.Optional;

/// Names of images, as far as the operator has to understand them.
final class ImageNames {
  private ImageNames() {}

  /// `host/name:tag` and a digest -> `host/name@digest`.
  static Optional<String> pinned(BuiltImage image) {
    var ref = image.ref();
    if (ref == null || image.digest() == null) {
      return Optional.ofNullable(ref);
    }
    var tag = ref.indexOf(':', ref.lastIndexOf('/') + 1);
    return Optional.of((tag < 0 ? ref : ref.substring(0, tag)) + "@" + image.digest());
  }
}
