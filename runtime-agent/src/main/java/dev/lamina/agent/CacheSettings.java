package dev.lamina.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.lamina.agent.gc.CacheQuota;
import dev.lamina.crds.payload.Durations;
import dev.lamina.crds.payload.Quantities;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How much of the build cache stays after a build. What images have too does not count, and what a
/// running build uses always stays.
///
/// @param keepBytes of results of steps and cache mounts, a quantity such as `20Gi`; absent = that
/// @param unusedFor how long stays what no build uses, such as `168h`; absent = for ever
/// @param maxAge how long a result stays in any case; absent = for ever
record CacheSettings(
    @Nullable String keepBytes, @Nullable String unusedFor, @Nullable String maxAge) {
  static final CacheSettings DEFAULT = new CacheSettings(null, null, null);

  private static final long KEEP_BYTES = 20L << 30;

  @JsonCreator
  CacheSettings {
    parse("keepBytes", keepBytes, Quantities::bytes);
    parse("unusedFor", unusedFor, Durations::parse);
    parse("maxAge", maxAge, Durations::parse);
  }

  CacheQuota quota() {
    var bytes = parse("keepBytes", keepBytes, Quantities::bytes);
    Duration unused = parse("unusedFor", unusedFor, Durations::parse);
    Duration age = parse("maxAge", maxAge, Durations::parse);
    return new CacheQuota(bytes == null ? KEEP_BYTES : bytes, unused, age);
  }

  private static <T> @Nullable T parse(
      String field, @Nullable String text, Function<String, T> parser) {
    if (text == null) {
      return null;
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw Settings.invalid(field + ": " + e.getMessage());
    }
  }
}
