package dev.lamina.agent.task.work;

import org.jspecify.annotations.Nullable;

/// How far work on an image has come; what is absent is not known.
///
/// @param digest of the image
/// @param bytes moved so far
/// @param bytesTotal to move in all
/// @param attempt the try this is about, from 1; 0 before the first
public record Progress(
    @Nullable String digest,
    @Nullable Long bytes,
    @Nullable Long bytesTotal,
    @Nullable Integer layers,
    @Nullable Integer layersDone,
    int attempt) {
  public static final Progress NONE = new Progress(null, null, null, null, null, 0);

  public Progress withDigest(String known) {
    return new Progress(known, bytes, bytesTotal, layers, layersDone, attempt);
  }

  public Progress withoutDigest() {
    return new Progress(null, bytes, bytesTotal, layers, layersDone, attempt);
  }

  /// 0 to 100; absent while it is not known how much there is.
  public @Nullable Integer percent() {
    if (bytes == null || bytesTotal == null) {
      return null;
    }
    return bytesTotal == 0 ? 100 : Math.clamp((long) (100.0 * bytes / bytesTotal), 0, 100);
  }
}
