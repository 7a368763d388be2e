package dev.lamina.agent.http;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.transfer.pull.PullProgress;

/// Where one layer of a pull is.
///
/// @param done bytes of the blob
public record PullEvent(Digest layer, PullProgress.State state, long done, long total) {
  static PullEvent of(PullProgress.LayerProgress progress) {
    return new PullEvent(progress.layer(), progress.state(), progress.done(), progress.total());
  }
}
