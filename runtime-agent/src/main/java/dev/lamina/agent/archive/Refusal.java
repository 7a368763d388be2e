package dev.lamina.agent.archive;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;

/// The two ways in which an archive is refused.
public final class Refusal {
  private static final int SHOWN = 200;

  private Refusal() {}

  public static AgentException malformed(String what) {
    return new AgentException(FailureReason.InvalidArchive, what);
  }

  public static AgentException malformed(String what, Throwable cause) {
    return new AgentException(FailureReason.InvalidArchive, what, cause);
  }

  public static AgentException beyond(String limit, long allowed) {
    return new AgentException(
        FailureReason.LimitExceeded, "archive has " + limit + " than the limit of " + allowed);
  }

  /// Bytes of the archive, fit for a message of one line.
  public static String shown(String text) {
    var cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    return "'" + cut.replaceAll("\\p{Cntrl}|\\p{Cs}", "?") + "'";
  }
}
