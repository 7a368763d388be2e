package dev.lamina.agent.diff;

import java.io.IOException;

/// A file that was announced earlier could not be written.
final class FileFailure extends IOException {
  private static final long serialVersionUID = 1L;

  private final String entry;
  private final IOException reason;

  FileFailure(String entry, IOException reason) {
    super(reason);
    this.entry = entry;
    this.reason = reason;
  }

  /// The name of its entry, which need not be that of the entry at hand.
  String entry() {
    return entry;
  }

  IOException reason() {
    return reason;
  }
}
