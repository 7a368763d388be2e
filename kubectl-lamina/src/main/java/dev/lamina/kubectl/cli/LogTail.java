package dev.lamina.kubectl.cli;

import dev.lamina.kubectl.container.Container;
import java.nio.charset.StandardCharsets;

/// The end of what a container wrote.
final class LogTail {
  /// So much of it is kept, see `ContainerRun.status.logTail`.
  private static final int LONGEST = 2048;

  private LogTail() {}

  static void print(Container container, Console console) {
    var tail = container.logTail().orElse("");
    console.out().writeBytes(tail.getBytes(StandardCharsets.UTF_8));
    if (!tail.isEmpty() && !tail.endsWith("\n")) {
      console.out().println();
    }
    console.out().flush();
    if (tail.length() >= LONGEST) {
      console.note(
          "(the last %d characters; all of it: 'lamina-agent logs %s' on node %s)"
              .formatted(LONGEST, container.shortId(), container.node()));
    }
  }
}
