package dev.lamina.agent.gc;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.agent.image.NamePattern;
import dev.lamina.crds.failure.FailureReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The filters of `prune`, as `docker image prune` has them, and `reference=PATTERN` beside them.
///
/// `until` is a time, a date, seconds since 1970 or a duration before now such as `24h` or `1h30m`
/// and goes by when an image was made; of several the earliest counts.
final class PruneFilters {
  private final Instant now;
  private final Map<String, String> labels = new HashMap<>();
  private final Map<String, String> withoutLabels = new HashMap<>();
  private final List<NamePattern> names = new ArrayList<>();
  private boolean all;
  private @Nullable Instant until;

  private PruneFilters(boolean all, Instant now) {
    this.all = all;
    this.now = now;
  }

  /// The rules that the options of `prune` mean. With a filter the build cache stays: its steps
  /// have neither labels nor names.
  ///
  /// @param filters `name=value` each
  /// @throws AgentException `InvalidArgument` naming the filter
  static PruneRules parse(boolean all, List<String> filters, Instant now) {
    var found = new PruneFilters(all, now);
    filters.forEach(found::add);
    var limits = new PruneRules.Limits(found.until, null, found.labels, found.withoutLabels);
    return new PruneRules(
        found.names,
        Set.of(),
        found.names.isEmpty() && !found.all,
        found.all && filters.isEmpty(),
        false,
        limits,
        PruneRules.Keep.NOTHING);
  }

  private void add(String filter) {
    var equals = filter.indexOf('=');
    if (equals < 1) {
      throw invalid(filter, "want NAME=VALUE");
    }
    var value = filter.substring(equals + 1);
    switch (filter.substring(0, equals).toLowerCase(Locale.ROOT)) {
      case "until" -> until(filter, value);
      case "label" -> label(labels, value);
      case "label!" -> label(withoutLabels, value);
      case "dangling" -> dangling(filter, value);
      case "reference" -> names.add(new NamePattern(value));
      default -> throw invalid(filter, "known are until, label, label!, dangling and reference");
    }
  }

  private void until(String filter, String value) {
    var time = FilterTime.parse(value, now);
    if (time == null) {
      throw invalid(filter, "want a time, a date, seconds or a duration such as 24h");
    }
    until = until == null || time.isBefore(until) ? time : until;
  }

  private static void label(Map<String, String> labels, String text) {
    var equals = text.indexOf('=');
    labels.put(
        equals < 0 ? text : text.substring(0, equals),
        equals < 0 ? PruneRules.Limits.ANY : text.substring(equals + 1));
  }

  private void dangling(String filter, String value) {
    all =
        switch (value) {
          case "true", "1" -> false;
          case "false", "0" -> true;
          default -> throw invalid(filter, "want true or false");
        };
  }

  private static AgentException invalid(String filter, String why) {
    return new AgentException(FailureReason.InvalidArgument, "filter '" + filter + "': " + why);
  }
}
