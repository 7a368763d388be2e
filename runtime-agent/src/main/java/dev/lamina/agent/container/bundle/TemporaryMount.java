package dev.lamina.agent.container.bundle;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.nio.file.Path;
import java.util.ArrayList;

/// A file system in memory.
///
/// @param path absolute; it hides what the image has there
/// @param sizeBytes most it may hold, 0 = half of the memory
public record TemporaryMount(String path, long sizeBytes, boolean readOnly) {
  /// Refuses what cannot be mounted.
  ///
  /// @throws AgentException `InvalidArgument`
  public void requirePossible() {
    var normal = Path.of(path).normalize().toString();
    if (!path.startsWith("/") || normal.equals("/") || path.indexOf('\0') >= 0) {
      throw invalid("want an absolute path below /");
    }
    if (PseudoFileSystems.contain(normal)) {
      throw invalid("the place is the kernel's");
    }
    if (sizeBytes < 0) {
      throw invalid("a size of " + sizeBytes + " bytes");
    }
  }

  /// As the bundle has it: for every user of the container, as Docker's are.
  public BundleMount bundled() {
    var target = Path.of(path).normalize().toString();
    var plain = BundleMount.tmpfs(target, sizeBytes);
    var options = new ArrayList<>(plain.options());
    options.add("mode=1777");
    options.add(readOnly ? "ro" : "rw");
    return new BundleMount(plain.type(), plain.source(), target, true, options);
  }

  private AgentException invalid(String why) {
    return new AgentException(FailureReason.InvalidArgument, "tmpfs '" + path + "': " + why);
  }
}
