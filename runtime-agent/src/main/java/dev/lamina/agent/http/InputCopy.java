package dev.lamina.agent.http;

import dev.lamina.agent.container.ContainerAttachment;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// From the body of a call to the standard input of a process.
final class InputCopy {
  private static final Logger LOG = LoggerFactory.getLogger(InputCopy.class);

  private InputCopy() {}

  /// Copies until the body ends, and ends the input then. A connection that breaks ends nothing.
  static void run(InputStream input, ContainerAttachment attachment) {
    var buffer = new byte[8192];
    try {
      var out = attachment.input();
      for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
        out.write(buffer, 0, count);
        out.flush();
      }
      out.close();
    } catch (IOException e) {
      LOG.debug("no more input comes, or is taken", e);
    }
  }
}
