package dev.lamina.agent.container;

/// A process that was started in a running container, see [Containers#exec]. Closing it lets go of
/// it: the process may go on, unseen, until the container ends.
public interface ContainerProcess extends ContainerAttachment {
  /// Blocks until the process has ended; its output is to be copied meanwhile.
  ///
  /// @return its exit code
  /// @throws StartException when it could not be started
  int await();
}
