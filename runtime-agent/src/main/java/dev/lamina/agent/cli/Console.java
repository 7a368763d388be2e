package dev.lamina.agent.cli;

import dev.lamina.agent.container.StartException;
import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.http.ApiError.RemoteFailure;
import dev.lamina.crds.failure.FailureReason;
import java.io.PrintStream;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/// Where verbs print, and for whom; the only place that knows how failures look.
record Console(PrintStream out, PrintStream err, Caller caller) {
  /// Exit status of `run` when the container could not even be tried.
  static final int RUN_FAILED = 125;

  void print(String line) {
    out.println(line);
  }

  /// One line, never a stack trace; the exit status for it.
  int failed(Exception failure) {
    if (failure instanceof AgentException understood) {
      err.println("error: " + understood.reason() + ": " + understood.getMessage());
    } else {
      LoggerFactory.getLogger(Console.class).debug("unexpected failure", failure);
      err.println("error: " + FailureReason.InternalError + ": " + failure);
    }
    return 1;
  }

  /// The same for `run`: 127 and 126 when the program could not be started, 125 for all else.
  int runFailed(AgentException failure) {
    failed(failure);
    var exitCode =
        switch (failure) {
          case StartException start -> start.exitCode();
          case RemoteFailure remote when remote.reason() == FailureReason.StartError ->
              remote.exitCode();
          default -> null;
        };
    return Objects.requireNonNullElse(exitCode, RUN_FAILED);
  }
}
