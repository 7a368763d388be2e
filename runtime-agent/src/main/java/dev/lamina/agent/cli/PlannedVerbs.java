package dev.lamina.agent.cli;

import dev.lamina.crds.failure.FailureReason;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Verbs that the design names and this version does not have: they say so, in place of looking
/// like typing errors.
final class PlannedVerbs {
  private static final List<String> VERBS = List.of("commit", "diff");

  private PlannedVerbs() {}

  /// What to say if the usage is wrong because of such a verb.
  static Optional<String> of(ParameterException failure) {
    return failure instanceof UnmatchedArgumentException unmatched
        ? unmatched.getUnmatched().stream()
            .findFirst()
            .filter(VERBS::contains)
            .map(verb ->
                "error: " + FailureReason.NotSupported + ": " + verb + " is not in this version")
        : Optional.empty();
  }
}
