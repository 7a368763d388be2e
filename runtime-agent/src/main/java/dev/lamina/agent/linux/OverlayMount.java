package dev.lamina.agent.linux;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An overlay of directories, to be mounted.
///
/// The options are those under which an upper directory is always a complete layer by itself:
/// `redirect_dir=off` (renaming a lower directory copies it), `metacopy=off` (chmod copies
/// content), `index=off` and `xino=off` (no reference to what lies below).
///
/// Mounted by the new mount API, layer by layer, since classic mount(2) passes all options in one
/// page, cuts what is longer and then fails with a misleading errno. It is used only where the
/// kernel does not know `lowerdir+` (before 6.7) and the options fit.
///
/// @param lowers read-only directories, the topmost first
/// @param writable where changes go; without it the overlay is read-only
public record OverlayMount(
    List<Path> lowers, Optional<Writable> writable, Set<MountAttribute> attributes) {
  /// The kernel's limit (`OVL_MAX_STACK`).
  public static final int MAX_LOWERS = 500;

  private static final Map<String, String> SELF_CONTAINED_LAYERS =
      Map.of("redirect_dir", "off", "metacopy", "off", "index", "off", "xino", "off");

  /// The directories of a writable overlay: both on one file system, `work` empty.
  public record Writable(Path upper, Path work) {}

  public OverlayMount {
    lowers = List.copyOf(lowers);
    attributes = Set.copyOf(attributes);
    if (lowers.size() > MAX_LOWERS) {
      throw new AgentException(
          FailureReason.LimitExceeded,
          "an overlay of %d layers: the kernel allows %d".formatted(lowers.size(), MAX_LOWERS));
    }
    if (lowers.isEmpty() || (writable.isEmpty() && lowers.size() < 2)) {
      throw new IllegalArgumentException(
          "an overlay needs two directories: bind-mount a single one");
    }
  }

  public static OverlayMount writable(List<Path> lowers, Path upper, Path work) {
    return new OverlayMount(lowers, Optional.of(new Writable(upper, work)), Set.of());
  }

  public static OverlayMount readOnly(List<Path> lowers) {
    return new OverlayMount(lowers, Optional.empty(), Set.of(MountAttribute.READ_ONLY));
  }

  public void mount(Path target) throws LinuxException {
    try {
      mountByContext(target);
    } catch (LinuxException e) {
      if (!(e.is(Errno.EINVAL) || e.is(Errno.ENOSYS)) || OverlayProbe.takesLayersOneByOne()) {
        throw e;
      }
      ClassicOverlay.mount(this, SELF_CONTAINED_LAYERS, target);
    }
  }

  private void mountByContext(Path target) throws LinuxException {
    var opened = new ArrayList<Descriptor>();
    try (var context = FileSystemContext.open("overlay")) {
      context.set("source", "overlay");
      for (var option : SELF_CONTAINED_LAYERS.entrySet()) {
        context.set(option.getKey(), option.getValue());
      }
      for (var lower : lowers) {
        context.set("lowerdir+", shortPath(lower, opened));
      }
      if (writable.isPresent()) {
        context.set("upperdir", shortPath(writable.get().upper(), opened));
        context.set("workdir", shortPath(writable.get().work(), opened));
      }
      var mount = context.create(attributes);
      try {
        Mounts.attach(mount, target);
      } finally {
        mount.closeQuietly();
      }
    } finally {
      opened.forEach(Descriptor::closeQuietly);
    }
  }

  /// A value of `fsconfig` ends at 255 bytes: a longer path goes in by way of a descriptor.
  private static String shortPath(Path path, List<Descriptor> opened) throws LinuxException {
    var text = path.toString();
    if (FileNames.encode(text).length <= FileSystemContext.MAX_VALUE_BYTES) {
      return text;
    }
    var descriptor = Descriptor.open(text, OpenFlags.PATH_ONLY | OpenFlags.DIRECTORY);
    opened.add(descriptor);
    return descriptor.procPath();
  }
}
