package dev.lamina.agent.http;

import dev.lamina.agent.container.bundle.TemporaryMount;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;

/// `PATH[:ro,size=64m]`.
final class TmpfsOption {
  private static final String SIZE = "size=";

  private TmpfsOption() {}

  /// @throws AgentException `NotSupported` for another option
  static TemporaryMount parse(String text) {
    var parts = text.split(":", 2);
    var readOnly = false;
    var size = 0L;
    for (var option : parts.length == 1 ? new String[0] : parts[1].split(",")) {
      if (option.equals("ro") || option.equals("rw")) {
        readOnly = option.equals("ro");
      } else if (option.startsWith(SIZE)) {
        size = SizeOption.parse(option.substring(SIZE.length()));
      } else {
        throw new AgentException(
            FailureReason.NotSupported, "tmpfs '" + text + "': option " + option);
      }
    }
    return new TemporaryMount(parts[0], size, readOnly);
  }
}
