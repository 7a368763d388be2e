package dev.lamina.operator.imagebuild;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.imagebuild.BuildFailure;
import java.util.List;

/// The failure of a build in words.
final class Failures {
  private Failures() {}

  /// A failure that no step of the build is to blame for.
  static BuildFailure of(FailureReason reason, String message) {
    return new BuildFailure(
        reason.failureClass(), reason.name(), null, null, null, null, message, List.of(), null);
  }

  /// For example `line 3: RUN exit 7: ended with exit code 7`.
  static String describe(BuildFailure failure) {
    var text = new StringBuilder();
    if (failure.line() != null) {
      text.append("line ").append(failure.line()).append(": ");
    }
    if (failure.instruction() != null) {
      text.append(failure.instruction()).append(": ");
    }
    return text.append(failure.message() == null ? failure.reason() : failure.message()).toString();
  }
}
