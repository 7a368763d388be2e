package dev.lamina.agent.container;

import java.io.IOException;
import java.io.OutputStream;

/// Standard input and output of a running container, live. Closing detaches; the container goes on.
public interface ContainerAttachment extends AutoCloseable {
  /// Copies what the container writes, until it ends or [#close] is called. With a terminal
  /// everything comes on `out`.
  void copyOutput(OutputStream out, OutputStream err) throws IOException;

  /// Standard input of the container; closing it is the end of the container's input. Of no use
  /// unless the container is interactive.
  OutputStream input();

  /// Tells the container's terminal its size.
  void resize(int rows, int columns) throws IOException;

  @Override
  void close();
}
