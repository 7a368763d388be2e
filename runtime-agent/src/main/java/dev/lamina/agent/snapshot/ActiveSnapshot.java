package dev.lamina.agent.snapshot;

import dev.lamina.agent.image.ChainId;
import dev.lamina.agent.image.DiffId;
import java.nio.file.Path;
import java.util.Optional;

/// A writable layer on top of a committed stack.
public interface ActiveSnapshot {
  String key();

  Optional<ChainId> parent();

  /// The overlay upper directory; it may be written directly only while it is not mounted.
  Path upper();

  /// Makes the layer durable and immutable under its name. A name that is there already keeps its
  /// old directory and this one is discarded: equal chains are equal trees.
  ///
  /// @param bytes sum of the sizes of the layer's files
  /// @param entries number of files, directories, links and whiteouts in it
  /// @throws dev.lamina.agent.failure.AgentException `InUse` while it is mounted; this and every
  ///   other failure leaves the active snapshot as it was
  Snapshot commit(ChainId name, DiffId diffId, long bytes, long entries);
}
