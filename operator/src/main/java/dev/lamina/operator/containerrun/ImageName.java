package dev.lamina.operator.containerrun;

import dev.lamina.crds.imagebuild.BuiltImage;
import java.util.List;

/// Names of images, as far as the operator has to understand them.
final class ImageName {
  private static final String LOCAL = "localhost/";

  private ImageName() {}

  /// Whether one of the images is meant by the name, or by the digest in it.
  static boolean isAmong(List<BuiltImage> images, String name) {
    return images.stream().anyMatch(image -> isFor(image, name));
  }

  /// Whether two names mean the same: `web` is `localhost/web:latest`.
  static boolean isSame(String one, String other) {
    return completed(one).equals(completed(other));
  }

  private static boolean isFor(BuiltImage image, String name) {
    var digest = image.digest();
    var ref = image.ref();
    return (digest != null && name.endsWith("@" + digest)) || (ref != null && isSame(ref, name));
  }

  private static String completed(String image) {
    var name = image.startsWith(LOCAL) ? image.substring(LOCAL.length()) : image;
    return name.contains("@") || name.indexOf(':', name.lastIndexOf('/') + 1) >= 0
        ? name
        : name + ":latest";
  }
}
