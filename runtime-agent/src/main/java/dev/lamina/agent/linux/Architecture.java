package dev.lamina.agent.linux;

/// Which of the two supported machines this is.
final class Architecture {
  static final boolean IS_ARM64 = isArm64(System.getProperty("os.arch", ""));

  private Architecture() {}

  private static boolean isArm64(String architecture) {
    return switch (architecture) {
      case "amd64", "x86_64" -> false;
      case "aarch64" -> true;
      default ->
          throw new UnsupportedOperationException(
              "Lamina runs on x86_64 and arm64, not on " + architecture);
    };
  }
}
