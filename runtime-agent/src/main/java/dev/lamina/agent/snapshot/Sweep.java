package dev.lamina.agent.snapshot;

import java.util.List;

/// What [Snapshotter#sweep] deleted.
///
/// @param trash removals that were not finished, by their name in the trash
/// @param unfinished keys of active snapshots whose preparation was not finished
/// @param damaged committed directories without a readable record, by name
public record Sweep(List<String> trash, List<String> unfinished, List<String> damaged) {
  public Sweep {
    trash = List.copyOf(trash);
    unfinished = List.copyOf(unfinished);
    damaged = List.copyOf(damaged);
  }

  public boolean isEmpty() {
    return trash.isEmpty() && unfinished.isEmpty() && damaged.isEmpty();
  }
}
