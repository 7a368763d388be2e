package dev.lamina.agent.dockerfile;

/// Syntax of IP addresses, without a look-up.
final class IpAddress {
  private static final int GROUPS = 8;

  private IpAddress() {}

  /// Throws IllegalArgumentException unless the text is empty or an address.
  static void check(String text) {
    var bracketed = text.startsWith("[") && text.endsWith("]");
    var address = bracketed ? text.substring(1, text.length() - 1) : text;
    if (!address.isEmpty() && !isVersion4(address) && !isVersion6(address)) {
      throw new IllegalArgumentException("invalid IP address: " + text);
    }
  }

  private static boolean isVersion4(String text) {
    var parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (var part : parts) {
      var digits =
          part.length() <= 3 && !part.isEmpty() && part.chars().allMatch(IpAddress::isDigit);
      if (!digits || (part.length() > 1 && part.startsWith("0")) || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean isVersion6(String text) {
    var gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text) == GROUPS;
    }
    var before = text.substring(0, gap);
    var after = text.substring(gap + 2);
    var left = before.isEmpty() ? 0 : groups(before);
    var right = after.isEmpty() ? 0 : groups(after);
    return left >= 0 && right >= 0 && left + right < GROUPS;
  }

  /// The number of 16-bit groups, or -1; an IPv4 address at the end counts as two.
  private static int groups(String text) {
    var parts = text.split(":", -1);
    var count = 0;
    for (var i = 0; i < parts.length; i++) {
      if (i == parts.length - 1 && isVersion4(parts[i])) {
        count += 2;
      } else if (isGroup(parts[i])) {
        count++;
      } else {
        return -1;
      }
    }
    return count;
  }

  private static boolean isGroup(String part) {
    return !part.isEmpty()
        && part.length() <= 4
        && part.chars()
            .allMatch(c -> isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
