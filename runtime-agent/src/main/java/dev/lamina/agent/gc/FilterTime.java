package dev.lamina.agent.gc;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The value of an `until` filter: a time, a date, seconds since 1970 or a duration before now.
final class FilterTime {
  private static final Pattern DURATION =
      Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,9})s)?");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,11}");

  private FilterTime() {}

  /// The time, or nothing where it is none.
  static @Nullable Instant parse(String text, Instant now) {
    try {
      if (SECONDS.matcher(text).matches()) {
        return Instant.ofEpochSecond(Long.parseLong(text));
      }
      var duration = DURATION.matcher(text);
      if (!text.isEmpty() && duration.matches()) {
        return now.minus(
            Duration.ofHours(number(duration.group(1)))
                .plusMinutes(number(duration.group(2)))
                .plusSeconds(number(duration.group(3))));
      }
      return point(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Instant point(String text) {
    if (text.indexOf('T') < 0) {
      return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
