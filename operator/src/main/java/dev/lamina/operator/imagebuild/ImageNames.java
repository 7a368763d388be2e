package dev.lamina.operator.imagebuild;

import dev.lamina.crds.imagebuild.BuiltImage;
import java.util.Optional;

/// Names of images, as far as the operator has to understand them.
final class ImageNames {
  private ImageNames() {}

  /// Whether a name says which registry it is of; what begins with `localhost/` is of none.
  static boolean carriesRegistry(String image) {
    var slash = image.indexOf('/');
    var host = slash < 0 ? "" : image.substring(0, slash);
    return host.contains(".") || host.contains(":");
  }

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
