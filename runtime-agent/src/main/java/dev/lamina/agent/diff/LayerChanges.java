package dev.lamina.agent.diff;

import dev.lamina.agent.linux.Directory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What an upper directory changes in the layers below, as `docker diff` tells it.
///
/// A directory that only leads to a change is changed, too; one that overlayfs copied up and nobody
/// changed is not there. A directory that was deleted with all that was in it counts once.
///
/// @param changes in the order of their paths, a directory before what is in it
/// @param bytes sum of the sizes of its files
public record LayerChanges(List<Change> changes, long bytes) {
  public LayerChanges {
    changes = List.copyOf(changes);
  }

  public enum Kind {
    ADDED,
    CHANGED,
    DELETED
  }

  /// One file.
  ///
  /// @param path absolute
  public record Change(Kind kind, String path) {}

  public long count(Kind kind) {
    return changes.stream().filter(change -> change.kind() == kind).count();
  }

  /// Compares, and may be called while the upper directory is mounted and written to.
  ///
  /// @param lower the layers below, topmost first
  /// @param placeholders as in [LayerWriter#write]
  /// @throws dev.lamina.agent.failure.AgentException `StoreFailed`
  public static LayerChanges of(Path upper, List<Path> lower, List<Placeholder> placeholders) {
    var walk = new ChangeWalk(new LowerLayers(() -> lower), new Placeholders(placeholders));
    try (var root = Directory.open(upper)) {
      return walk.changes(root);
    } catch (IOException e) {
      throw LayerFailure.of("looking for changes in " + upper, e);
    }
  }
}
