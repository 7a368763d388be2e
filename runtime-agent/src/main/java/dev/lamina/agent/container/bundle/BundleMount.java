package dev.lamina.agent.container.bundle;

import dev.lamina.agent.container.bundle.RuntimeSpec.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One mount that a container has beside the usual ones.
///
/// @param target absolute and clean
/// @param isDirectory false = a file
public record BundleMount(
    String type, String source, String target, boolean isDirectory, List<String> options) {
  public BundleMount {
    options = List.copyOf(options);
  }

  /// Shows a directory or file of the node.
  public static BundleMount bind(
      Path source, String target, boolean isDirectory, boolean readOnly) {
    var options = new ArrayList<>(List.of("bind", "rprivate", "nodev"));
    if (readOnly) {
      options.add("ro");
    }
    return new BundleMount("bind", source.toString(), target, isDirectory, options);
  }

  /// Shows an empty filesystem in memory.
  ///
  /// @param maxBytes 0 for no limit
  public static BundleMount tmpfs(String target, long maxBytes) {
    var options = new ArrayList<>(List.of("nosuid", "nodev"));
    if (maxBytes > 0) {
      options.add("size=" + maxBytes);
    }
    return new BundleMount("tmpfs", "tmpfs", target, true, options);
  }

  /// @param place the target, links of the root file system resolved
  Mount at(String place) {
    return new Mount(place, type, source, options);
  }
}
