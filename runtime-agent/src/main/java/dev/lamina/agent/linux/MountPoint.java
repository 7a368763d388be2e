package dev.lamina.agent.linux;

import java.nio.file.Path;

/// One line of `/proc/self/mountinfo`.
///
/// @param root the directory of the file system that is mounted there
/// @param place where it is mounted; a text, for a host may have mounts whose names the JDK refuses
///   to make a `Path` of in its locale
/// @param options of this mount, comma-separated
/// @param source what is mounted, as the file system names it
/// @param superOptions of the file system itself, comma-separated
public record MountPoint(
    int id,
    int parent,
    String root,
    String place,
    String options,
    String type,
    String source,
    String superOptions) {
  public Path target() {
    return Path.of(place);
  }

  boolean isAt(Path path) {
    return place.equals(path.toString());
  }

  boolean isBelow(Path directory) {
    var prefix = directory.toString();
    return place.startsWith(prefix.endsWith("/") ? prefix : prefix + "/");
  }
}
