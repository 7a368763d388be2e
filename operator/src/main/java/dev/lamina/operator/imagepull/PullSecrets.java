package dev.lamina.operator.imagepull;

import dev.lamina.crds.imagepull.ImagePull;

/// Reads the Secrets that a pull names.
@FunctionalInterface
interface PullSecrets {
  /// The entries of all of them.
  ///
  /// @throws UnusableSecretException if one is missing or not what it should be; the message names
  ///   it and says nothing of its content
  Keyring read(ImagePull pull);

  /// A Secret that may become usable when someone changes it.
  final class UnusableSecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableSecretException(String message) {
      super(message);
    }
  }
}
