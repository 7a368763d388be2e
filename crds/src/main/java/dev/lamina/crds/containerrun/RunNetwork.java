package dev.lamina.crds.containerrun;

/// The network of a container.
public enum RunNetwork {
  /// A network of its own behind the bridge of the node, with published ports.
  Default,
  /// Nothing but loopback.
  None,
  /// The network of the node.
  Host
}
