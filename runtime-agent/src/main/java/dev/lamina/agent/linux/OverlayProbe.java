package dev.lamina.agent.linux;

/// Asks the kernel which form of overlay options it takes. Asked only after a refusal.
final class OverlayProbe {
  private OverlayProbe() {}

  /// Whether a refusal was about the options themselves and not about the way they were passed.
  ///
  /// A kernel whose overlayfs predates the new API collects any option unseen and fails later, so
  /// knowing `lowerdir+` means to take it and to refuse nonsense.
  static boolean takesLayersOneByOne() {
    return accepts("lowerdir+", "/") && !accepts("no-such-option", "1");
  }

  private static boolean accepts(String key, String value) {
    try (var context = FileSystemContext.open("overlay")) {
      context.set(key, value);
      return true;
    } catch (LinuxException refused) {
      return false;
    }
  }
}
