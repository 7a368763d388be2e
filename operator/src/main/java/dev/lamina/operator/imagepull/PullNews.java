package dev.lamina.operator.imagepull;

import dev.lamina.crds.imagepull.FailureCount;
import dev.lamina.crds.imagepull.ImagePull;
import dev.lamina.crds.imagepull.ImagePullStatus;
import dev.lamina.crds.meta.Condition;
import dev.lamina.crds.meta.ConditionStatus;
import dev.lamina.operator.events.News;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What people are told: every reason at most once a minute, with what has come together since, and
/// all of it at the end.
final class PullNews {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /// When a reason was last told.
  private final Map<String, Instant> told = new HashMap<>();

  /// Nodes that were asked and not told of.
  private int started;

  /// Failed nodes that were told of.
  private int failed;

  void asked(int nodes) {
    started += nodes;
  }

  void beginAgain() {
    failed = 0;
  }

  /// What is to be told now, and counts as told.
  List<News> take(ImagePull pull, ImagePullStatus status, Instant now) {
    var isEnd = hasEnded(status) && !hasEnded(pull.getStatus());
    var news = new ArrayList<News>();
    if (started > 0 && mayTell("PullWave", isEnd, now)) {
      news.add(
          News.normal(
              "PullWave",
              "%d nodes asked, %d of %d done"
                  .formatted(started, count(status.succeeded()), count(status.desired()))));
      started = 0;
    }
    var nowFailed = count(status.failed());
    if (nowFailed > failed && mayTell("NodeFailed", isEnd, now)) {
      news.add(News.warning("NodeFailed", nowFailed + " nodes failed: " + reasons(status)));
      failed = nowFailed;
    }
    failed = Math.min(failed, nowFailed);
    if (isEnd) {
      end(status).ifPresent(news::add);
    }
    return news;
  }

  private boolean mayTell(String reason, boolean isEnd, Instant now) {
    var before = told.get(reason);
    var may = isEnd || before == null || !now.isBefore(before.plus(PAUSE));
    if (may) {
      told.put(reason, now);
    }
    return may;
  }

  private static boolean hasEnded(@Nullable ImagePullStatus status) {
    return status != null && status.completionTime() != null;
  }

  private static Optional<News> end(ImagePullStatus status) {
    return Condition.find(status.conditions(), Condition.READY)
        .map(ready ->
            ready.status() == ConditionStatus.True
                ? News.normal(ready.reason(), ready.message())
                : News.warning(ready.reason(), ready.message()));
  }

  private static String reasons(ImagePullStatus status) {
    return status.failureSummary().stream()
        .map(PullNews::reason)
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }

  private static String reason(FailureCount count) {
    return count.reason() + " " + count.count();
  }

  private static int count(@Nullable Integer value) {
    return value == null ? 0 : value;
  }
}
