package dev.lamina.agent.container.bundle;

import java.nio.file.Path;

/// The network namespace a process is in.
public sealed interface NetworkView {
  /// The node's own.
  record Node() implements NetworkView {}

  /// A new one that nothing connects, with loopback only.
  record Isolated() implements NetworkView {}

  /// An existing one.
  record Joined(Path namespace) implements NetworkView {}
}
