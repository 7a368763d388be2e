package dev.lamina.agent.task.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lamina.crds.containerrun.CommittedImage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What has been done with a container, where the container itself does not tell.
///
/// @param restarts how often it was started again after it had ended by itself
/// @param streak restarts in a row without a long run in between
/// @param restarted the end, by its time, that the last restart answers; a restart that a crash
///   interrupted is finished and not counted twice
/// @param stopped it was told to stop: its end is not one by itself
/// @param firstStart absent = it never ran
/// @param graceSeconds what it gets to stop in
/// @param commit the last image that was made of it
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunHistory(
    int restarts,
    int streak,
    @Nullable Instant restarted,
    boolean stopped,
    @Nullable Instant firstStart,
    int graceSeconds,
    @Nullable Commit commit) {
  private static final int DEFAULT_GRACE_SECONDS = 10;

  public static final RunHistory NONE =
      new RunHistory(0, 0, null, false, null, DEFAULT_GRACE_SECONDS, null);

  public Duration grace() {
    return Duration.ofSeconds(graceSeconds);
  }

  public RunHistory withGrace(int seconds) {
    return new RunHistory(restarts, streak, restarted, stopped, firstStart, seconds, commit);
  }

  public RunHistory withFirstStart(Instant time) {
    return new RunHistory(restarts, streak, restarted, stopped, time, graceSeconds, commit);
  }

  public RunHistory withStopped(boolean isStopped) {
    return new RunHistory(restarts, streak, restarted, isStopped, firstStart, graceSeconds, commit);
  }

  /// A restart after the run that ended at `end`.
  public RunHistory withRestart(Instant end, int streakBefore) {
    return new RunHistory(
        restarts + 1, streakBefore + 1, end, stopped, firstStart, graceSeconds, commit);
  }

  public RunHistory withCommit(Instant end, CommittedImage image) {
    return new RunHistory(
        restarts, streak, restarted, stopped, firstStart, graceSeconds, new Commit(end, image));
  }

  /// An image that was made of it.
  ///
  /// @param end of the run it was made after, by its time
  public record Commit(Instant end, CommittedImage image) {}
}
