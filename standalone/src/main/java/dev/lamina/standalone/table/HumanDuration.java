package dev.lamina.standalone.table;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/// Ages as kubectl shows them: two units while they matter, one when they no longer do.
final class HumanDuration {
  private HumanDuration() {}

  static String since(String timestamp, Instant now) {
    if (timestamp.isEmpty()) {
      return "<unknown>";
    }
    try {
      return of(Duration.between(Instant.parse(timestamp), now));
    } catch (DateTimeParseException e) {
      return "<invalid>";
    }
  }

  static String of(Duration duration) {
    var seconds = duration.toSeconds();
    if (seconds < -1) {
      return "<invalid>";
    }
    if (seconds < 2 * 60) {
      return Math.max(seconds, 0) + "s";
    }
    return seconds < 3 * 3600 ? minutes(seconds) : hours(seconds);
  }

  private static String minutes(long seconds) {
    var minutes = seconds / 60;
    return minutes < 10 ? pair(minutes, "m", seconds % 60, "s") : minutes + "m";
  }

  private static String hours(long seconds) {
    var hours = seconds / 3600;
    if (hours < 8) {
      return pair(hours, "h", seconds / 60 % 60, "m");
    }
    return hours < 48 ? hours + "h" : days(hours);
  }

  private static String days(long hours) {
    var days = hours / 24;
    if (days < 8) {
      return pair(days, "d", hours % 24, "h");
    }
    if (days < 2 * 365) {
      return days + "d";
    }
    return days < 8 * 365 ? pair(days / 365, "y", days % 365, "d") : days / 365 + "y";
  }

  private static String pair(long major, String majorUnit, long minor, String minorUnit) {
    return major + majorUnit + (minor == 0 ? "" : minor + minorUnit);
  }
}
