package dev.lamina.agent.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;

/// Numbers as tar writes them: octal text, base-256 where octal is too short, decimal text in PAX.
final class TarNumber {
  /// More digits than any 64-bit number with its fraction of nanoseconds has.
  private static final int MAX_DIGITS = 40;

  private static final int NANO_DIGITS = 9;

  private TarNumber() {}

  /// A header field that holds octal text or, with its top bit set, a two's complement number.
  static long parseField(byte[] block, int offset, int length) {
    return (block[offset] & 0x80) == 0
        ? parseOctal(block, offset, length)
        : parseBase256(block, offset, length);
  }

  /// Like [#parseField], for fields that cannot be below zero.
  static long parseUnsigned(byte[] block, int offset, int length, String what) {
    var value = parseField(block, offset, length);
    if (value < 0) {
      throw Refusal.malformed("tar header: " + what + " " + value + " is negative");
    }
    return value;
  }

  static long parseOctal(byte[] block, int offset, int length) {
    var text = new String(block, offset, length, ISO_8859_1);
    var start = 0;
    var end = text.indexOf('\0') < 0 ? length : text.indexOf('\0');
    while (start < end && text.charAt(start) == ' ') {
      start++;
    }
    while (end > start && text.charAt(end - 1) == ' ') {
      end--;
    }
    return start == end ? 0 : digits(text.substring(start, end), 8);
  }

  /// Decimal text of a PAX record; no sign, no fraction, no exponent.
  static long parseDecimal(byte[] text) {
    return digits(new String(text, ISO_8859_1), 10);
  }

  /// A time of a PAX record: seconds with an optional sign and fraction.
  static Instant parseTime(byte[] bytes) {
    var text = new String(bytes, 0, Math.min(bytes.length, MAX_DIGITS + 1), ISO_8859_1);
    if (text.length() > MAX_DIGITS || !text.matches("-?[0-9]+(\\.[0-9]*)?")) {
      throw Refusal.malformed("PAX record: " + Refusal.shown(text) + " is not a time");
    }
    var decimal = new BigDecimal(text.endsWith(".") ? text + "0" : text);
    var seconds = decimal.setScale(0, RoundingMode.FLOOR);
    var nanos =
        decimal
            .subtract(seconds)
            .movePointRight(NANO_DIGITS)
            .setScale(0, RoundingMode.FLOOR)
            .longValueExact();
    return instant(seconds.toBigInteger(), nanos);
  }

  static Instant time(long seconds) {
    return instant(BigInteger.valueOf(seconds), 0);
  }

  private static Instant instant(BigInteger seconds, long nanos) {
    try {
      return Instant.ofEpochSecond(seconds.longValueExact(), nanos);
    } catch (DateTimeException | ArithmeticException e) {
      throw Refusal.malformed("tar entry: the time " + seconds + " is out of range", e);
    }
  }

  private static long digits(String text, int radix) {
    var allDigits = text.chars().allMatch(c -> c >= '0' && c < '0' + radix);
    if (text.isEmpty() || text.length() > MAX_DIGITS || !allDigits) {
      throw Refusal.malformed("tar header: " + Refusal.shown(text) + " is not a number");
    }
    try {
      return Long.parseLong(text, radix);
    } catch (NumberFormatException e) {
      throw Refusal.malformed("tar header: " + text + " is out of range", e);
    }
  }

  private static long parseBase256(byte[] block, int offset, int length) {
    var bytes = Arrays.copyOfRange(block, offset, offset + length);
    // The top bit only marks the format; the one below it is the sign.
    var isNegative = (bytes[0] & 0x40) != 0;
    bytes[0] = (byte) (isNegative ? bytes[0] | 0x80 : bytes[0] & 0x7F);
    try {
      return new BigInteger(bytes).longValueExact();
    } catch (ArithmeticException e) {
      throw Refusal.malformed("tar header: base-256 number is out of range", e);
    }
  }
}
