package dev.lamina.agent.container;

/// Wants to know when the state of a container changes.
public interface ContainerListener {
  /// Called after the change is recorded, on a thread of the room and one change of a container at
  /// a time; a removed container is not told of.
  void onChange(Container container);
}
