package dev.lamina.agent.task.run;

import dev.lamina.agent.container.Container;
import dev.lamina.agent.container.DiskOverrun;
import dev.lamina.agent.task.work.Outcome;
import dev.lamina.agent.task.work.RunHistory;
import dev.lamina.agent.task.work.Text;
import dev.lamina.crds.failure.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The next step of a Run.
sealed interface RunStep {
  /// Make the container.
  record Create() implements RunStep {}

  /// Start it, the first time or after a stop.
  record Start() implements RunStep {}

  /// Start it again after it ended by itself.
  ///
  /// @param end when that was
  /// @param streak restarts in a row before this one
  record Restart(Instant end, int streak) implements RunStep {}

  /// It ended by itself; start it again at that time.
  record Rest(Instant until) implements RunStep {}

  /// It runs, as it should.
  ///
  /// @param until when it has to end, if ever
  record Watch(@Nullable Instant until) implements RunStep {}

  /// Stop it, for the assignment says so.
  record Stop() implements RunStep {}

  /// Stop it, for its time is over.
  record Expire() implements RunStep {}

  /// It exists and does not run, as it should.
  record StayStopped() implements RunStep {}

  /// Nothing is left to do.
  record Finish(Outcome outcome) implements RunStep {}

  /// What to do about a container, by what was ordered, what was done and what is.
  ///
  /// @param stopped whether it should not run now
  /// @param container absent = there is none
  static RunStep decide(
      RunTerms terms,
      boolean stopped,
      RunHistory history,
      @Nullable Container container,
      Instant now) {
    if (container == null) {
      return make(terms, history, now);
    }
    return switch (container.state()) {
      case CREATED -> stopped ? new StayStopped() : new Start();
      case RUNNING -> stopped ? new Stop() : watch(terms.end(history), now);
      case EXITED -> {
        if (history.stopped()) {
          yield stopped ? new StayStopped() : new Start();
        }
        yield afterExit(terms, stopped, history, container, now);
      }
    };
  }

  private static RunStep make(RunTerms terms, RunHistory history, Instant now) {
    if (history.firstStart() != null) {
      return new Finish(
          Outcome.failed(FailureReason.NotFound, "the container was removed on its node"));
    }
    return terms.end(history).filter(end -> !now.isBefore(end)).isPresent()
        ? new Finish(expired())
        : new Create();
  }

  private static RunStep watch(Optional<Instant> end, Instant now) {
    return end.filter(time -> !now.isBefore(time)).isPresent()
        ? new Expire()
        : new Watch(end.orElse(null));
  }

  private static RunStep afterExit(
      RunTerms terms, boolean stopped, RunHistory history, Container container, Instant now) {
    var exit = Exit.of(container, now);
    if (terms.end(history).filter(end -> !exit.time().isBefore(end)).isPresent()) {
      return new Finish(expired());
    }
    if (exit.time().equals(history.restarted())) {
      return stopped ? new StayStopped() : new Start();
    }
    if (exit.overrun() != null || !terms.restarts(exit.code(), history.restarts())) {
      return new Finish(exit.outcome(history.restarts()));
    }
    if (stopped) {
      return new StayStopped();
    }
    var streak = exit.duration().compareTo(RunTerms.STEADY) < 0 ? history.streak() : 0;
    var pause = RunTerms.BACKOFF.after(streak);
    // A clock that was set back must not make the pause longer.
    var due = earlier(exit.time().plus(pause), now.plus(pause));
    return now.isBefore(due) ? new Rest(due) : new Restart(exit.time(), streak);
  }

  static Outcome expired() {
    return Outcome.failed(
        FailureReason.DeadlineExceeded, "the container did not end within its deadline");
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /// How a container ended.
  record Exit(
      int code, boolean oomKilled, @Nullable DiskOverrun overrun, Instant time, Duration duration) {
    static Exit of(Container container, Instant now) {
      var end = container.finishedAt() == null ? now : container.finishedAt();
      var start = container.startedAt() == null ? end : container.startedAt();
      var code = container.exitCode() == null ? 0 : container.exitCode();
      var duration = Duration.between(start, end);
      return new Exit(code, container.oomKilled(), container.overrun(), end, duration);
    }

    Outcome outcome(int restarts) {
      if (overrun != null) {
        return Outcome.failed(FailureReason.WritableLayerFull, describe(overrun));
      }
      if (code == 0) {
        return Outcome.COMPLETED;
      }
      var often = restarts == 0 ? "" : ", after " + restarts + " restarts";
      return oomKilled
          ? Outcome.failed(
              FailureReason.OutOfMemory, "the container was killed for lack of memory" + often)
          : Outcome.failed(
              FailureReason.RunFailed, "the container ended with exit code " + code + often);
    }

    private static String describe(DiskOverrun overrun) {
      var mount = overrun.mount();
      var what = mount == null ? "what it wrote" : mount;
      if (overrun.bytes() == null) {
        return "the container was stopped: directories in %s nest too deeply to be measured"
            .formatted(what);
      }
      return "the container was stopped: %s takes %s on the disk, its limit is %s: raise %s, or write less"
          .formatted(
              what,
              Text.size(overrun.bytes()),
              Text.size(overrun.limit()),
              mount == null ? "resources.writableLayer" : "sizeLimit of the emptyDir " + mount);
    }
  }
}
