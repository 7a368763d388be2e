package dev.lamina.agent.snapshot;

import dev.lamina.agent.linux.MountTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// Asks the kernel whether a mount shows a directory of the store: mounts outlive the process that
/// made them, so no list of our own could tell.
final class MountUse {
  private MountUse() {}

  /// Where an overlay is mounted of which `directory` is a layer.
  static Optional<String> of(Path directory) throws IOException {
    var asLayer = Pattern.compile("[=:]" + Pattern.quote(directory.toString()) + "(?=[,:]|$)");
    return MountTable.read().stream()
        .filter(mount -> mount.type().equals("overlay"))
        .filter(mount -> asLayer.matcher(mount.superOptions()).find())
        .map(mount -> mount.place())
        .findFirst();
  }
}
