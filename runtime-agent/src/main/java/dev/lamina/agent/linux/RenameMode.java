package dev.lamina.agent.linux;

/// What a rename does when the new name is taken.
public enum RenameMode {
  /// The old file of that name is gone in the same instant.
  REPLACE(0),
  /// `EEXIST`.
  NO_REPLACE(1),
  /// The two change places; both must exist.
  EXCHANGE(2);

  private final int flags;

  RenameMode(int flags) {
    this.flags = flags;
  }

  int flags() {
    return flags;
  }
}
