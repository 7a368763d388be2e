package dev.lamina.agent.gc;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.Digest;
import java.util.List;

/// What a collection removed, or would have.
///
/// @param bytes of the blobs and of the files in the snapshots
public record Collected(List<ChainId> snapshots, List<Digest> blobs, long bytes) {
  public Collected {
    snapshots = List.copyOf(snapshots);
    blobs = List.copyOf(blobs);
  }

  public boolean isEmpty() {
    return snapshots.isEmpty() && blobs.isEmpty();
  }
}
