package dev.lamina.agent.task;

import dev.lamina.agent.gc.DiskRoom;
import dev.lamina.crds.imagenode.StoreSummary;
import java.util.Optional;

/// The image store of the node in a few numbers.
public interface StoreFigures {
  /// Of a node that does not measure its store.
  StoreFigures NONE = Optional::empty;

  /// Asked for with every write of ImageNode.status: must be cheap.
  Optional<StoreSummary> current();

  /// Measures now, for whoever knows that the store has changed. It may take seconds.
  default void refresh() {}

  /// How full the disk is at this moment; cheap. Empty where nobody knows.
  default Optional<DiskRoom> disk() {
    return Optional.empty();
  }
}
