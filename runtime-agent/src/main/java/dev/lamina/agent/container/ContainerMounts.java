package dev.lamina.agent.container;

import dev.lamina.agent.container.bundle.BundleMount;
import dev.lamina.agent.container.bundle.ContainerMount;
import dev.lamina.agent.container.bundle.ContainerMount.EmptyDirectory;
import dev.lamina.agent.container.bundle.ContainerMount.GivenFiles;
import dev.lamina.agent.container.bundle.ContainerMount.ImageRoot;
import dev.lamina.agent.container.bundle.TemporaryMount;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.metadata.ContainerStore.MountedImage;
import dev.lamina.agent.snapshot.Snapshotter;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.regex.Pattern;

/// Makes what is mounted in a container: directories below its home last as long as it does, those
/// below its bundle as long as it runs.
final class ContainerMounts {
  private static final Pattern FILE_NAME = Pattern.compile("[-._a-zA-Z0-9]{1,253}");
  private static final String FOR_EVERYONE = "rwxrwxrwx";
  private static final String READABLE_DIRECTORY = "rwxr-xr-x";
  private static final String READABLE_FILE = "rw-r--r--";

  private final ContainerLayout layout;
  private final Snapshotter snapshots;
  private final ContainerImages images;
  private final ContainerRecord container;

  ContainerMounts(
      ContainerLayout layout,
      Snapshotter snapshots,
      ContainerImages images,
      ContainerRecord container) {
    this.layout = layout;
    this.snapshots = snapshots;
    this.images = images;
    this.container = container;
  }

  /// @throws AgentException `ImageNotFound`, or `InvalidArgument` when files are not given
  List<BundleMount> make(StartContent content) throws IOException {
    var made = new ArrayList<BundleMount>();
    var shown = new ArrayDeque<>(mounted());
    for (var mount : container.spec().mounts()) {
      made.add(make(made.size(), mount, shown, content));
    }
    return made;
  }

  /// As they were when the container was made, unless it is older than the record of them.
  private List<MountedImage> mounted() {
    return container.mounted().isEmpty()
        ? images.mounted(container.tenant(), container.spec().mounts())
        : container.mounted();
  }

  private BundleMount make(
      int number, ContainerMount mount, Queue<MountedImage> shown, StartContent content)
      throws IOException {
    return switch (mount) {
      case TemporaryMount temporary -> temporary.bundled();
      case EmptyDirectory empty -> bind(emptyDirectory(number), empty);
      case ImageRoot root -> bind(imageRoot(number, shown.remove()), root);
      case GivenFiles given -> bind(givenFiles(number, given, content), given);
    };
  }

  private static BundleMount bind(Path source, ContainerMount mount) {
    return BundleMount.bind(source, mount.target(), true, mount.readOnly());
  }

  private Path emptyDirectory(int number) throws IOException {
    var directory = layout.volume(container.id(), number);
    if (!Files.exists(directory)) {
      Files.createDirectories(directory);
      permit(directory, FOR_EVERYONE);
    }
    return directory;
  }

  private Path imageRoot(int number, MountedImage image) {
    return snapshots
        .mountView(image.rootfs(), layout.mounts(container.id()).resolve("" + number))
        .path();
  }

  private Path givenFiles(int number, GivenFiles mount, StartContent content) throws IOException {
    var files = content.files().get(mount.path());
    if (files == null) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "container %s: the files at %s come from the object that wants it: start it by that"
              .formatted(container.name(), mount.path()));
    }
    var directory = layout.givenFiles(container.id(), number);
    Files.createDirectories(directory);
    permit(directory, READABLE_DIRECTORY);
    for (var file : files.entrySet()) {
      write(directory, file);
    }
    return directory;
  }

  private static void write(Path directory, Map.Entry<String, byte[]> file) throws IOException {
    var name = file.getKey();
    if (!FILE_NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
      throw new AgentException(
          FailureReason.InvalidArgument, "key '" + name + "': want letters, digits, - _ and .");
    }
    permit(Files.write(directory.resolve(name), file.getValue()), READABLE_FILE);
  }

  /// Whatever the umask of this process.
  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
