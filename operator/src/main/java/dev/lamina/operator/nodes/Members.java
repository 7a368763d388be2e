package dev.lamina.operator.nodes;

import dev.lamina.crds.imagenode.ImageNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// All nodes with an ImageNode, and news about them.
public interface Members {
  List<Member> members();

  Optional<ImageNode> imageNode(String node);

  List<ImageNode> imageNodes();

  /// Calls back in the order of the watches.
  ///
  /// @param answered the results, the work or the adopted registries of a node are different now
  /// @param changed a node joined, left, or differs in what [Member] shows
  void onNews(Consumer<ImageNode> answered, Runnable changed);
}
