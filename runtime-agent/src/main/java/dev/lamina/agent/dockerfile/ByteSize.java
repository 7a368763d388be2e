package dev.lamina.agent.dockerfile;

import java.util.Locale;

/// Sizes as `64m`, `1.5GiB` or `512`; units are powers of 1024.
final class ByteSize {
  private static final String UNITS = "kmgtp";

  private ByteSize() {}

  static long parse(String text) {
    var end = text.length();
    while (end > 0 && !isNumeric(text.charAt(end - 1))) {
      end--;
    }
    var number = text.substring(0, end).trim();
    var unit = text.substring(end).toLowerCase(Locale.ROOT).trim();
    try {
      var size = Double.parseDouble(number) * factor(unit);
      if (size >= 0 && size < Long.MAX_VALUE && number.chars().allMatch(c -> isNumeric((char) c))) {
        return (long) size;
      }
    } catch (NumberFormatException e) {
      throw new SyntaxException("invalid size: " + text);
    }
    throw new SyntaxException("invalid size: " + text);
  }

  private static double factor(String unit) {
    if (unit.isEmpty() || unit.equals("b")) {
      return 1;
    }
    var power = UNITS.indexOf(unit.charAt(0)) + 1;
    var rest = unit.substring(1);
    if (power == 0 || !(rest.isEmpty() || rest.equals("b") || rest.equals("ib"))) {
      throw new SyntaxException("invalid size suffix: " + unit);
    }
    return Math.pow(1024, power);
  }

  private static boolean isNumeric(char c) {
    return (c >= '0' && c <= '9') || c == '.';
  }
}
