package dev.lamina.agent.snapshot;

import dev.lamina.agent.linux.DiskFailure;
import dev.lamina.agent.linux.Errno;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.Mounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An overlay at its mount point.
///
/// A process that is just ending keeps it busy for some milliseconds; one that stays must not keep
/// us for ever, so after a short patience the mount is detached and ends with its last user.
final class OverlayRoot implements MountedRoot {
  private static final Logger log = LoggerFactory.getLogger(OverlayRoot.class);
  private static final int TRIES = 10;
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final Path path;
  private final AtomicBoolean isOpen = new AtomicBoolean(true);

  OverlayRoot(Path path) {
    this.path = path;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    if (isOpen.getAndSet(false)) {
      try {
        unmount();
      } catch (LinuxException e) {
        if (!isUnmounted(e)) {
          throw DiskFailure.of("unmounting " + path, e);
        }
      }
    }
  }

  private void unmount() throws LinuxException {
    for (var attempt = 0; attempt < TRIES; attempt++) {
      try {
        Mounts.unmount(path);
        return;
      } catch (LinuxException e) {
        if (!e.isBusy()) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
    log.warn("{} is still in use: detached, it ends with its last user", path);
    Mounts.detach(path);
  }

  /// Someone else was faster: nothing is mounted there, or the place itself is gone.
  private static boolean isUnmounted(LinuxException e) {
    return e.is(Errno.EINVAL) || e.isNotFound();
  }
}
