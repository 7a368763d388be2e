package dev.lamina.crds.payload;

import java.time.Duration;
import java.util.regex.Pattern;

/// Lengths of time as the API writes them: `90s`, `1h30m`.
public final class Durations {
  private static final Pattern WHOLE = Pattern.compile("(?:[0-9]{1,9}[smh])+");
  private static final Pattern PART = Pattern.compile("([0-9]{1,9})([smh])");

  private Durations() {}

  /// `1h30m` -> 90 minutes; an IllegalArgumentException says what is wrong.
  public static Duration parse(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a duration such as 90s, 30m or 1h30m");
    }
    var sum = Duration.ZERO;
    var part = PART.matcher(text);
    while (part.find()) {
      var number = Long.parseLong(part.group(1));
      sum =
          switch (part.group(2)) {
            case "s" -> sum.plusSeconds(number);
            case "m" -> sum.plusMinutes(number);
            default -> sum.plusHours(number);
          };
    }
    return sum;
  }
}
