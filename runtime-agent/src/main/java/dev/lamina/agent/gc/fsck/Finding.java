package dev.lamina.agent.gc.fsck;

/// One thing that is not as it should be.
///
/// @param subject what kind of thing
/// @param where digest, path or name
/// @param action what was done, or what `--repair` will do
public record Finding(Subject subject, String where, String why, Outcome outcome, String action) {
  /// Kinds of things.
  public enum Subject {
    metadata,
    blob,
    layer,
    image,
    garbage
  }

  /// How it stands now.
  public enum Outcome {
    damaged,
    repaired,
    /// No damage: nothing is wrong, or nothing can be said.
    noted
  }

  static Finding damaged(Subject subject, String where, String why, String action) {
    return new Finding(subject, where, why, Outcome.damaged, action);
  }

  static Finding repaired(Subject subject, String where, String why, String action) {
    return new Finding(subject, where, why, Outcome.repaired, action);
  }

  static Finding noted(Subject subject, String where, String why, String action) {
    return new Finding(subject, where, why, Outcome.noted, action);
  }
}
