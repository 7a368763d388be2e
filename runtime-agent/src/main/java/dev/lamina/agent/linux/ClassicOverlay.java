package dev.lamina.agent.linux;

import static java.util.stream.Collectors.joining;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Path;
import java.util.Map;

/// An overlay by classic mount(2), for kernels before 6.7.
final class ClassicOverlay {
  /// The kernel copies one page of options, the final NUL included.
  private static final int MAX_OPTION_BYTES = 4095;

  private ClassicOverlay() {}

  static void mount(OverlayMount overlay, Map<String, String> settings, Path target)
      throws LinuxException {
    var options = options(overlay, settings);
    if (FileNames.encode(options).length > MAX_OPTION_BYTES) {
      throw new AgentException(
          FailureReason.KernelUnsupported,
          "an overlay of %d layers at %s needs a kernel of 6.7 or newer"
              .formatted(overlay.lowers().size(), target));
    }
    Mounts.mount("overlay", target, "overlay", MountAttribute.bits(overlay.attributes()), options);
  }

  static String options(OverlayMount overlay, Map<String, String> settings) {
    var common =
        settings.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .collect(joining(","));
    var lowers =
        overlay.lowers().stream()
            .map(lower -> escape(lower).replace(":", "\\:"))
            .collect(joining(":"));
    var writable =
        overlay
            .writable()
            .map(both -> ",upperdir=" + escape(both.upper()) + ",workdir=" + escape(both.work()))
            .orElse("");
    return common + ",lowerdir=" + lowers + writable;
  }

  private static String escape(Path path) {
    return path.toString().replace("\\", "\\\\").replace(",", "\\,");
  }
}
