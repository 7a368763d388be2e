package dev.lamina.agent.task.work;

import java.util.Locale;

/// Text that has to fit a field.
public final class Text {
  /// What the message of an AssignmentResult may have.
  public static final int RESULT_MESSAGE = 256;

  private static final String ELLIPSIS = "...";

  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
  private static final int UNIT = 1024;

  private Text() {}

  /// The beginning of a text that is too long, with dots that say so. Never half a character.
  public static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    var end = limit - ELLIPSIS.length();
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + ELLIPSIS;
  }

  /// The end of a text that is too long, from the beginning of a line if there is one.
  public static String tail(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    var start = text.length() - limit;
    var line = text.indexOf('\n', start) + 1;
    if (line > 0 && line < text.length()) {
      return text.substring(line);
    }
    return text.substring(Character.isLowSurrogate(text.charAt(start)) ? start + 1 : start);
  }

  /// A number of bytes for people, such as `2.0 KiB`.
  public static String size(long bytes) {
    var value = (double) bytes;
    var unit = 0;
    while (value >= UNIT && unit < UNITS.length - 1) {
      value /= UNIT;
      unit++;
    }
    var isWhole = unit == 0 || value >= 10;
    return String.format(Locale.ROOT, isWhole ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }
}
