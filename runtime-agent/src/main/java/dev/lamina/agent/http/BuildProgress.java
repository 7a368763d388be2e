package dev.lamina.agent.http;

import dev.lamina.agent.build.BuildEvent;
import dev.lamina.crds.failure.FailureReason;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A [BuildEvent] as `POST /v1/builds` reports it.
///
/// @param event `planned`, `linted`, `started`, `cached`, `finished`, `failed`, `cancelled` or
///   `log`
/// @param name of the step, such as `[2/4] RUN make`; absent in a log line
/// @param millis how long the step took, or from its start to the log line
/// @param stream `stdout` or `stderr` of a log line
/// @param text log line, why the step failed, or remarks of BuildKit's rules, one a line
public record BuildProgress(
    Kind event,
    int step,
    @Nullable String name,
    @Nullable Long millis,
    @Nullable String stream,
    @Nullable String text) {
  public enum Kind {
    planned,
    linted,
    started,
    cached,
    finished,
    failed,
    cancelled,
    log
  }

  static BuildProgress of(BuildEvent event) {
    return switch (event) {
      case BuildEvent.Planned(var steps) ->
          new BuildProgress(Kind.planned, 0, steps.size() + " steps", null, null, null);
      case BuildEvent.Linted(var remarks, var isError) ->
          new BuildProgress(Kind.linted, 0, null, null, null, text(remarks));
      case BuildEvent.Started(int step, String name) -> step(Kind.started, step, name, null, null);
      case BuildEvent.Cached(int step, String name, var made) ->
          step(Kind.cached, step, name, null, null);
      case BuildEvent.Finished(int step, String name, Duration duration, var made) ->
          step(Kind.finished, step, name, duration.toMillis(), null);
      case BuildEvent.Failed(int step, String name, Duration duration, var reason, String text) ->
          step(
              reason == FailureReason.Cancelled ? Kind.cancelled : Kind.failed,
              step,
              name,
              duration.toMillis(),
              text);
      case BuildEvent.Log(int step, Duration time, boolean isError, String line) ->
          new BuildProgress(
              Kind.log, step, null, time.toMillis(), isError ? "stderr" : "stdout", line);
    };
  }

  private static String text(List<BuildEvent.Remark> remarks) {
    return remarks.stream()
        .filter(remark -> !remark.isPractice())
        .map(BuildEvent.Remark::toString)
        .collect(Collectors.joining("\n"));
  }

  private static BuildProgress step(
      Kind kind, int step, String name, @Nullable Long millis, @Nullable String text) {
    return new BuildProgress(kind, step, name, millis, null, text);
  }
}
