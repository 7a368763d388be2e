package dev.lamina.kubectl.cli;

import dev.lamina.crds.failure.FailureReason;
import dev.lamina.kubectl.failure.Failure;
import dev.lamina.kubectl.text.Human;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Where verbs read and print; the only place that knows how failures look.
public record Console(InputStream in, PrintStream out, PrintStream err, Clock clock) {
  void print(String line) {
    out.println(line);
  }

  /// What is said meanwhile.
  void note(String line) {
    err.println(Human.printable(line));
  }

  Instant now() {
    return clock.instant();
  }

  /// `2 minutes ago`.
  String ago(Instant time) {
    return Human.duration(Duration.between(time, now())) + " ago";
  }

  /// One line, never a stack trace; the exit status for it.
  int failed(Exception failure) {
    var reason =
        failure instanceof Failure understood
            ? understood.reason()
            : FailureReason.InternalError.name();
    var message = failure instanceof Failure ? failure.getMessage() : failure.toString();
    note("error: " + reason + ": " + message);
    return 1;
  }
}
