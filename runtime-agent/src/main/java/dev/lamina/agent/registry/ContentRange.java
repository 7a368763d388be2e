package dev.lamina.agent.registry;

import java.util.Optional;
import java.util.regex.Pattern;

/// The value of `Content-Range`: `bytes 0-99/200` (RFC 9110, 14.4).
///
/// @param total -1 = unknown
record ContentRange(long first, long last, long total) {
  private static final Pattern FORM =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

  static Optional<ContentRange> parse(String text) {
    var matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var total = matcher.group(3).equals("*") ? -1 : Long.parseLong(matcher.group(3));
    return Optional.of(
        new ContentRange(
            Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), total));
  }
}
