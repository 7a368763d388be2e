package dev.lamina.operator.credentials;

import org.jspecify.annotations.Nullable;

/// Which sealed credential goes with an image.
@FunctionalInterface
public interface Credentials {
  Credentials NONE = image -> null;

  /// The name of the credential; absent if the image is pulled without one.
  @Nullable String idOf(String image);
}
