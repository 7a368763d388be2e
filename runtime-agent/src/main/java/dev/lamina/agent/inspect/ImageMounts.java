package dev.lamina.agent.inspect;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.Mounts;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// Images' filesystems, mounted read-only for people to look into. A mount lasts until it is taken
/// away or the node restarts; until then its layers are in use and are not removed.
public final class ImageMounts {
  private final ImageCatalog catalog;
  private final Snapshotter snapshotter;
  private final Path directory;

  /// Mounts below `directory`, which belongs to this class.
  public ImageMounts(ImageCatalog catalog, Snapshotter snapshotter, Path directory) {
    this.catalog = catalog;
    this.snapshotter = snapshotter;
    this.directory = directory;
  }

  /// Mounts an image; every call gives a mount of its own.
  ///
  /// @throws AgentException `ImageNotFound`
  public Path mount(Tenant tenant, String name) {
    var chain = catalog.get(tenant, name).config().chain();
    var target = directory.resolve(UUID.randomUUID().toString());
    return snapshotter.mountView(chain.isEmpty() ? null : chain.getLast(), target).path();
  }

  /// Takes a mount of [#mount] away.
  ///
  /// @throws AgentException `NotFound` for any other directory, `InUse` while somebody works in it
  public void unmount(Path target) {
    if (!directory.equals(target.normalize().getParent()) || !Files.isDirectory(target)) {
      throw new AgentException(FailureReason.NotFound, target + " is no mount of an image");
    }
    try {
      Mounts.unmount(target);
      Files.delete(target);
    } catch (LinuxException e) {
      var reason = e.isBusy() ? FailureReason.InUse : FailureReason.StoreFailed;
      throw new AgentException(reason, "unmounting " + target + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new AgentException(FailureReason.StoreFailed, "removing " + target + ": " + e, e);
    }
  }
}
