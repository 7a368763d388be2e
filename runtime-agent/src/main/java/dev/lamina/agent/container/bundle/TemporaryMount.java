package dev.lamina.agent.container.bundle;

import java.util.ArrayList;

/// A file system in memory.
///
/// @param sizeBytes most it may hold, 0 = half of the memory
public record TemporaryMount(String path, long sizeBytes, boolean readOnly)
    implements ContainerMount {
  @Override
  public void requirePossible() {
    ContainerMount.super.requirePossible();
    if (sizeBytes < 0) {
      throw invalid("a size of " + sizeBytes + " bytes");
    }
  }

  /// As the bundle has it: for every user of the container, as Docker's are.
  public BundleMount bundled() {
    var plain = BundleMount.tmpfs(target(), sizeBytes);
    var options = new ArrayList<>(plain.options());
    options.add("mode=1777");
    options.add(readOnly ? "ro" : "rw");
    return new BundleMount(plain.type(), plain.source(), target(), true, options);
  }
}
