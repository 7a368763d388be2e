package dev.lamina.agent.diff;

import dev.lamina.agent.image.DiffId;
import dev.lamina.agent.snapshot.ActiveSnapshot;
import java.io.InputStream;

/// Turns a layer into the directory that overlayfs stacks. See the image-spec, layer.md, "Applying
/// Changesets".
public interface LayerApplier {
  /// Applies one layer to the upper directory of an unmounted snapshot: whiteouts become the
  /// overlay kind, nothing outside of the directory is touched whatever the archive says.
  ///
  /// @param layer the blob as it is stored, compressed or not, as its first bytes tell; closed at
  ///   the end
  /// @param target fresh from `prepare`; its parents are looked at where the layer refers to them
  /// @throws dev.lamina.agent.failure.AgentException `InvalidArchive`, `LimitExceeded`, `NoSpace`;
  ///   the snapshot is then good for nothing but discarding
  AppliedLayer apply(InputStream layer, ActiveSnapshot target, ApplyOptions options);

  /// Applies one layer on the parents of its snapshot.
  default AppliedLayer apply(InputStream layer, ActiveSnapshot target) {
    return apply(layer, target, ApplyOptions.NONE);
  }

  /// What was applied.
  ///
  /// @param diffId digest of the uncompressed bytes
  /// @param bytes sum of the sizes of the files
  /// @param statesRoot whether the layer says whose the root directory is; else it is as below
  record AppliedLayer(DiffId diffId, long bytes, long entries, boolean statesRoot) {}
}
