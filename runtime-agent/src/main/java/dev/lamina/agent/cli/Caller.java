package dev.lamina.agent.cli;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;

/// Who typed a command line: this process, or one at the other end of the daemon's socket.
interface Caller {
  /// Where relative paths start.
  Path directory();

  Map<String, String> environment();

  InputStream input();

  /// Whether [#input] is a terminal, which can be put into raw mode.
  boolean hasTerminal();

  /// Does `action` if the caller goes away, until the watch is closed.
  Watch whenGone(Runnable action);

  /// Ends what was asked of [#whenGone].
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /// A path as the agent finds it, which may run elsewhere.
  default String absolute(Path path) {
    return directory().resolve(path).toString();
  }
}
