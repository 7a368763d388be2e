package dev.lamina.agent.snapshot;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.linux.MountAttribute;
import dev.lamina.agent.linux.Mounts;
import dev.lamina.agent.linux.OverlayMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Mounts stacks of layers as overlays.
///
/// The empty directory is below every stack: then a single layer is mounted like many, and what
/// overlayfs does with whiteouts does not depend on their number.
final class OverlayRoots {
  private final SnapshotLayout layout;

  OverlayRoots(SnapshotLayout layout) {
    this.layout = layout;
  }

  /// Mounts an active snapshot, or finds it mounted there by an earlier process.
  MountedRoot mountWritable(String key, List<Path> layers, Path target) throws IOException {
    var place = place(target);
    var present = MountUse.of(layout.upper(key));
    if (present.isEmpty()) {
      var lowers = aboveEmpty(layers);
      OverlayMount.writable(lowers, layout.upper(key), layout.work(key)).mount(place);
    } else if (!present.get().equals(place.toString())) {
      throw StoreFailures.inUse("active snapshot " + key, "the mount at " + present.get());
    }
    return new OverlayRoot(place);
  }

  MountedRoot mountReadOnly(List<Path> layers, Path target) throws IOException {
    var place = place(target);
    var attributes = Set.of(MountAttribute.READ_ONLY, MountAttribute.NO_DEVICES);
    if (layers.isEmpty()) {
      Mounts.bind(layout.empty(), place, attributes);
    } else {
      new OverlayMount(aboveEmpty(layers), Optional.empty(), attributes).mount(place);
    }
    return new OverlayRoot(place);
  }

  void requireUnmounted(String key) throws IOException {
    requireUnmounted(layout.upper(key), "active snapshot " + key);
  }

  void requireUnmounted(ChainId name) throws IOException {
    requireUnmounted(layout.layer(name), "snapshot " + name);
  }

  private static void requireUnmounted(Path directory, String what) throws IOException {
    var present = MountUse.of(directory);
    if (present.isPresent()) {
      throw StoreFailures.inUse(what, "the mount at " + present.get());
    }
  }

  private List<Path> aboveEmpty(List<Path> layers) {
    var all = new ArrayList<>(layers);
    all.add(layout.empty());
    return all;
  }

  /// The kernel lists mounts by their real paths.
  private static Path place(Path target) throws IOException {
    return Files.createDirectories(target).toRealPath();
  }
}
