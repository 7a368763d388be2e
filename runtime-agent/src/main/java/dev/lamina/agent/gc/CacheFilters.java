package dev.lamina.agent.gc;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import dev.lamina.crds.payload.Quantities;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The options of `builder prune`, as Docker has them.
public final class CacheFilters {
  private static final String UNTIL = "until=";

  private CacheFilters() {}

  /// The limits that the options mean; without any nothing stays.
  ///
  /// @param keepBytes a quantity; absent = not limited by size
  /// @param filters `until=TIME`: what no build has used since; of several the earliest counts
  /// @throws AgentException `InvalidArgument` naming the option
  public static CacheLimits parse(@Nullable String keepBytes, List<String> filters, Instant now) {
    if (keepBytes == null && filters.isEmpty()) {
      return CacheLimits.NOTHING;
    }
    Instant until = null;
    for (var filter : filters) {
      var time = time(filter, now);
      until = until == null || time.isBefore(until) ? time : until;
    }
    return new CacheLimits(keepBytes == null ? null : bytes(keepBytes), until, null);
  }

  private static Instant time(String filter, Instant now) {
    var time =
        filter.startsWith(UNTIL) ? FilterTime.parse(filter.substring(UNTIL.length()), now) : null;
    if (time == null) {
      throw new AgentException(
          FailureReason.InvalidArgument,
          "filter '%s': want until= and a time, a date, seconds or a duration such as 24h"
              .formatted(filter));
    }
    return time;
  }

  private static long bytes(String quantity) {
    try {
      return Quantities.bytes(quantity);
    } catch (IllegalArgumentException e) {
      throw new AgentException(FailureReason.InvalidArgument, "keep-storage: " + e.getMessage(), e);
    }
  }
}
