package dev.lamina.agent.gc;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.MountPoint;
import dev.lamina.agent.linux.MountTable;
import dev.lamina.agent.linux.Mounts;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes mounts away that outlived the process they were made for.
final class OrphanMounts {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanMounts.class);

  private OrphanMounts() {}

  /// The overlays that write to `upper`.
  static void detachThoseOf(Path upper) {
    var option = "upperdir=" + upper.toAbsolutePath().normalize();
    try {
      var mounts =
          MountTable.read().stream()
              .filter(mount -> Arrays.asList(mount.superOptions().split(",", -1)).contains(option))
              .toList();
      detach(mounts);
    } catch (IOException e) {
      throw failed(upper, e);
    }
  }

  /// Everything that is mounted at a directory or below it.
  static void detachBelow(Path directory) {
    try {
      detach(MountTable.below(directory));
    } catch (IOException e) {
      throw failed(directory, e);
    }
  }

  /// Newest first: a mount may stand on an older one.
  private static void detach(List<MountPoint> mounts) throws IOException {
    for (var mount : mounts.reversed()) {
      Mounts.detach(mount.target());
      LOG.info("unmounted {}, which nobody used any more", mount.target());
    }
  }

  private static AgentException failed(Path path, IOException e) {
    return new AgentException(
        FailureReason.StoreFailed, "unmounting what was left of " + path + ": " + e, e);
  }
}
