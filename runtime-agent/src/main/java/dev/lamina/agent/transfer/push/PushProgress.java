package dev.lamina.agent.transfer.push;

import dev.lamina.agent.image.Digest;
import dev.lamina.agent.registry.Repository.Upload;

/// Hears how a push goes on; called by several threads.
@FunctionalInterface
public interface PushProgress {
  PushProgress NONE = (layer, upload) -> {};

  /// The registry has a layer now.
  void layer(Digest layer, Upload upload);
}
