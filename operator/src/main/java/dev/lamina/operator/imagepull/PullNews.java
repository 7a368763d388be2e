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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What people are told: waves and failures, each at most every half minute and at the end.
final class PullNews {
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private PullNews() {}

  static List<News> of(ImagePull pull, PullSession session, ImagePullStatus status, Instant now) {
    var news = new ArrayList<News>();
    var isEnd = hasEnded(status) && !hasEnded(pull.getStatus());
    if (!isEnd && session.announced != null && now.isBefore(session.announced.plus(PAUSE))) {
      return news;
    }
    if (session.started > 0) {
      news.add(
          News.normal(
              "PullWave",
              "%d nodes asked, %d of %d done"
                  .formatted(session.started, count(status.succeeded()), count(status.desired()))));
      session.started = 0;
    }
    var failed = count(status.failed());
    if (failed > session.failed) {
      news.add(News.warning("NodeFailed", failed + " nodes failed: " + reasons(status)));
    }
    session.failed = failed;
    if (isEnd) {
      end(status).ifPresent(news::add);
    }
    session.announced = news.isEmpty() ? session.announced : now;
    return news;
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
