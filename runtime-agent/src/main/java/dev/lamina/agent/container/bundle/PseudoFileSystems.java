package dev.lamina.agent.container.bundle;

import java.util.List;

/// The directories of a container that the kernel fills. What an image has below them is never
/// seen, so no path of an image may lead there.
final class PseudoFileSystems {
  static final String PROC = "/proc";
  static final String SYS = "/sys";
  static final String DEV = "/dev";
  static final List<String> ALL = List.of(PROC, SYS, DEV);

  private PseudoFileSystems() {}

  static boolean contain(String path) {
    return ALL.stream().anyMatch(top -> isAtOrBelow(path, top));
  }

  static boolean isAtOrBelow(String path, String directory) {
    return path.equals(directory) || path.startsWith(directory + "/");
  }
}
