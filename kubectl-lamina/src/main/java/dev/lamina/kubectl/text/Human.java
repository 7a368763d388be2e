package dev.lamina.kubectl.text;

import java.time.Duration;
import java.util.Locale;

/// Sizes and times in the words Docker uses.
public final class Human {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

  private Human() {}

  /// Four significant digits, powers of 1000: `4.13MB`.
  public static String size(long bytes) {
    double value = bytes;
    var unit = 0;
    while (value >= 1000 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return significant(value, 3) + UNITS[unit];
  }

  /// `2 minutes`, `About an hour`, as in `2 minutes ago` and `Up 2 minutes`.
  public static String duration(Duration duration) {
    var seconds = Math.max(0, duration.toSeconds());
    var minutes = seconds / 60;
    var hours = Math.round(seconds / 3600.0);
    if (seconds < 1) {
      return "Less than a second";
    } else if (seconds == 1) {
      return "1 second";
    } else if (seconds < 60) {
      return seconds + " seconds";
    } else if (minutes == 1) {
      return "About a minute";
    } else if (minutes < 60) {
      return minutes + " minutes";
    } else if (hours == 1) {
      return "About an hour";
    } else if (hours < 48) {
      return hours + " hours";
    } else if (hours < 24 * 14) {
      return hours / 24 + " days";
    } else if (hours < 24 * 60) {
      return hours / 24 / 7 + " weeks";
    } else if (hours < 24 * 365 * 2) {
      return hours / 24 / 30 + " months";
    }
    return hours / 24 / 365 + " years";
  }

  /// Without what would steer a terminal: names and instructions come from images.
  public static String printable(String text) {
    return text.chars().noneMatch(Character::isISOControl)
        ? text
        : text.replaceAll("\\p{Cntrl}", "?").replaceAll("[\\x80-\\x9f]", "?");
  }

  /// Cut to `width`, with an ellipsis.
  public static String ellipsis(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }

  private static String significant(double value, int digits) {
    var whole = value < 10 ? 1 : value < 100 ? 2 : 3;
    var text = String.format(Locale.ROOT, "%." + Math.max(0, digits - whole) + "f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }
}
