package dev.lamina.agent.inspect;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.LinuxException;
import dev.lamina.agent.linux.MountTable;
import dev.lamina.agent.linux.Mounts;
import dev.lamina.agent.linux.RootDirectory;
import dev.lamina.agent.metadata.ImageCatalog;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Images' filesystems, mounted read-only for this process to look into, for as long as it looks.
public final class ImageViews {
  private static final Logger LOG = LoggerFactory.getLogger(ImageViews.class);

  private final ImageCatalog catalog;
  private final Snapshotter snapshotter;
  private final Path directory;

  /// Mounts below `directory`, which belongs to this class.
  public ImageViews(ImageCatalog catalog, Snapshotter snapshotter, Path directory) {
    this.catalog = catalog;
    this.snapshotter = snapshotter;
    this.directory = directory;
  }

  /// Looks into the image people mean by `name`.
  ///
  /// @throws AgentException `ImageNotFound`, `StoreFailed`
  <T> T look(Tenant tenant, String name, Function<RootDirectory, T> reader) {
    var chain = catalog.get(tenant, name).config().chain();
    var target = directory.resolve(UUID.randomUUID().toString());
    try (var view = snapshotter.mountView(chain.isEmpty() ? null : chain.getLast(), target);
        var root = RootDirectory.open(view.path())) {
      return reader.apply(root);
    } catch (LinuxException e) {
      throw new AgentException(
          FailureReason.StoreFailed, "looking into " + name + ": " + e.getMessage(), e);
    } finally {
      remove(target);
    }
  }

  /// Takes away what a crash left mounted. Only for who has the store alone.
  public void sweep() {
    try {
      for (var mount : MountTable.below(directory.toRealPath()).reversed()) {
        Mounts.unmount(mount.target());
        remove(mount.target());
      }
    } catch (IOException e) {
      LOG.warn("sweeping {}: {}", directory, e.getMessage());
    }
  }

  private static void remove(Path target) {
    try {
      Files.deleteIfExists(target);
    } catch (IOException e) {
      LOG.warn("removing {}: {}", target, e.getMessage());
    }
  }
}
