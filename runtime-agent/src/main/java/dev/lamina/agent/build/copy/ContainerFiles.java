package dev.lamina.agent.build.copy;

import dev.lamina.agent.container.Containers;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.linux.FileStat;
import dev.lamina.agent.linux.RootDirectory;
import dev.lamina.agent.metadata.Tenant;
import dev.lamina.crds.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Files into a container and out of it, as `docker cp` copies them: a directory goes into one that
/// is there, its content alone if the source ends in `/.`; what is copied belongs to root.
///
/// Each side is walked by open directories, with links followed inside of it alone: a container
/// that changes links meanwhile reaches nothing outside.
public final class ContainerFiles {
  private static final Path NODE = Path.of("/");

  private final Containers containers;

  public ContainerFiles(Containers containers) {
    this.containers = containers;
  }

  /// Copies from the node into a container.
  ///
  /// @param source absolute path on the node
  /// @throws AgentException `NotFound` without container or source, `CopyFailed`
  public void copyIn(Tenant tenant, String container, String source, String target) {
    containers.withRoot(
        tenant, container, root -> copied(NODE, source, root, target, container + ":" + target));
  }

  /// Copies from a container to the node.
  ///
  /// @param target absolute path on the node
  /// @throws AgentException as [#copyIn]
  public void copyOut(Tenant tenant, String container, String source, String target) {
    containers.withRoot(tenant, container, root -> copied(root, source, NODE, target, target));
  }

  private static boolean copied(Path from, String source, Path to, String target, String shown) {
    try (var tree = SourceTree.filesystem(from);
        var root = RootDirectory.open(to)) {
      var found = require(tree, source);
      var isInto = isDirectory(root, target) && found.isDirectory() && !source.endsWith("/.");
      var path = isInto ? target + "/" + Path.of(source).normalize().getFileName() : target;
      var options = new CopyOptions(Owner.ROOT, null);
      new FileCopy(root, to, path, options).copy(tree, found);
      return true;
    } catch (CopyException e) {
      throw new AgentException(
          FailureReason.CopyFailed, "copying " + source + " to " + shown + ": " + e.what(), e);
    } catch (IOException e) {
      throw new AgentException(
          FailureReason.CopyFailed,
          "copying " + source + " to " + shown + ": " + e.getMessage(),
          e);
    }
  }

  /// A container may take away what was just there.
  private static Source require(SourceTree tree, String path) throws IOException {
    var real = tree.resolve(path).orElseThrow(() -> missing(path));
    var stat = tree.root().find(real).orElseThrow(() -> missing(path));
    var name = String.valueOf(Path.of(path).normalize().getFileName());
    return new Source(name, real, stat.isDirectory(), List.of());
  }

  private static AgentException missing(String path) {
    return new AgentException(FailureReason.NotFound, "no file or directory " + path);
  }

  private static boolean isDirectory(RootDirectory root, String path) throws IOException {
    return root.find(path).filter(FileStat::isDirectory).isPresent();
  }
}
