package dev.lamina.agent.dockerfile;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

/// Durations as Go writes them: `1h30m`, `1.5s`, `500ms`.
final class GoDuration {
  private static final int MAX_LENGTH = 64;
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "\u00b5s", 1_000L,
          "\u03bcs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private final String text;
  private int at;

  private GoDuration(String text) {
    this.text = text;
  }

  static Duration parse(String text) {
    try {
      return Duration.ofNanos(new GoDuration(text).nanos());
    } catch (ArithmeticException | NumberFormatException e) {
      throw invalid(text);
    }
  }

  private long nanos() {
    if (text.length() > MAX_LENGTH) {
      throw invalid(text.substring(0, MAX_LENGTH) + "...");
    }
    var negative = text.startsWith("-");
    at = negative || text.startsWith("+") ? 1 : 0;
    if (text.substring(at).equals("0")) {
      return 0;
    }
    if (at == text.length()) {
      throw invalid(text);
    }
    var total = BigDecimal.ZERO;
    while (at < text.length()) {
      total = total.add(part());
    }
    var nanos = total.toBigInteger().longValueExact();
    return negative ? -nanos : nanos;
  }

  private BigDecimal part() {
    var number = take(true);
    var unit = NANOS.get(take(false));
    if (unit == null) {
      throw invalid(text);
    }
    return new BigDecimal(number).multiply(BigDecimal.valueOf(unit));
  }

  private String take(boolean number) {
    var start = at;
    while (at < text.length() && isNumeric(text.charAt(at)) == number) {
      at++;
    }
    return text.substring(start, at);
  }

  private static boolean isNumeric(char c) {
    return (c >= '0' && c <= '9') || c == '.';
  }

  private static SyntaxException invalid(String text) {
    return new SyntaxException("invalid duration \"%s\"".formatted(text));
  }
}
