package dev.lamina.agent.linux;

/// The libraries of the system that are used where they are installed.
public final class NativeLibraries {
  private static final int WINDOW_LOG = 27;

  private NativeLibraries() {}

  /// Loads and tries them, which whoever comes first would wait for.
  public static void load() {
    Sha256.open();
    ZstdDecoder.open(WINDOW_LOG).ifPresent(ZstdDecoder::close);
    IsalInflater.open().ifPresent(IsalInflater::close);
  }
}
