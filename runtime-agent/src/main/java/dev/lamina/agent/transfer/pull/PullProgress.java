package dev.lamina.agent.transfer.pull;

import dev.lamina.agent.image.Descriptor;
import dev.lamina.agent.image.Digest;
import java.util.List;

/// Hears how a pull goes on. Called by several threads, in order for each layer; an exception ends
/// the pull.
public interface PullProgress {
  PullProgress NONE = progress -> {};

  /// What the reference stands for: an index, or the manifest itself; told once, before [#planned].
  default void resolved(Digest target) {}

  /// The layers the image has, lowest first; told once, before the first [#layer].
  default void planned(Digest manifest, List<Descriptor> layers) {}

  /// A layer changed its state, or about another mebibyte of it came in.
  void layer(LayerProgress progress);

  /// Where one layer is.
  ///
  /// @param done bytes of the blob that were fetched and unpacked
  /// @param total bytes of the blob
  record LayerProgress(Digest layer, State state, long done, long total) {}

  enum State {
    /// It was in the store.
    PRESENT,
    PULLING,
    /// All of its bytes are checked and unpacked.
    PULLED
  }
}
