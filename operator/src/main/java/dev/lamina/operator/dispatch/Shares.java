package dev.lamina.operator.dispatch;

/// Where reconcilers leave the work that needs no NodeTask. Writing is the business of the
/// dispatcher: merged, limited, and repeated until it succeeds.
public interface Shares {
  /// Replaces what an owner wants of a node. From its first share on, an owner answers for all that
  /// any node lists for it; before, the lists stay as they are.
  ///
  /// @param owner `namespace/name`, as in its assignments
  void put(String owner, String node, Share share);

  /// Whether the last share has reached the node, or did not have to.
  boolean isWritten(String node);
}
