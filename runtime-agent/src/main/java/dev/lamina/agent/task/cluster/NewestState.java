package dev.lamina.agent.task.cluster;

import dev.lamina.crds.imagenode.ImageNode;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Consumer;

/// Hands on what an ImageNode is now.
///
/// A removed ImageNode is no order to drop everything: the operator makes it again, and what its
/// assignments said holds until it says something else.
record NewestState(Consumer<ImageNode> listener) implements ResourceEventHandler<ImageNode> {
  @Override
  public void onAdd(ImageNode node) {
    listener.accept(node);
  }

  @Override
  public void onUpdate(ImageNode before, ImageNode node) {
    listener.accept(node);
  }

  @Override
  public void onDelete(ImageNode node, boolean finalStateUnknown) {
    // Nothing to do: see above.
  }
}
