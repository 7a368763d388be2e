package dev.lamina.agent.http;

import dev.lamina.agent.failure.AgentException;
import dev.lamina.crds.failure.FailureReason;
import java.util.Locale;
import java.util.regex.Pattern;

/// A number of bytes as Docker reads it: `512m` is 512 * 1024 * 1024.
final class SizeOption {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,12})([bkmgt]?)(?:i?b)?", Pattern.CASE_INSENSITIVE);
  private static final String SUFFIXES = "bkmgt";

  private SizeOption() {}

  static long parse(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new AgentException(
          FailureReason.InvalidArgument, "size '" + text + "': want bytes, or 512m, 2g");
    }
    var power = SUFFIXES.indexOf(matcher.group(2).toLowerCase(Locale.ROOT));
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power));
    } catch (ArithmeticException e) {
      throw new AgentException(
          FailureReason.InvalidArgument, "size '" + text + "' is too large", e);
    }
  }
}
