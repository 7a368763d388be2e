package dev.lamina.agent.container;

import java.util.List;

/// What a container wrote on top of its image.
///
/// @param changes in the order of their paths; a directory that only leads to a change is changed
/// @param bytes sum of the sizes of the files in its writable layer
public record WrittenFiles(List<FileChange> changes, long bytes) {
  public WrittenFiles {
    changes = List.copyOf(changes);
  }

  public int count(FileChange.Kind kind) {
    return (int) changes.stream().filter(change -> change.kind() == kind).count();
  }
}
