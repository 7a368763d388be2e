package dev.lamina.agent.http.mirror;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A part of a blob. See RFC 9110, section 14.
///
/// @param first offset of the first byte
record ByteRange(long first, long length) {
  /// 18 digits: every number of them fits.
  private static final Pattern ONE =
      Pattern.compile("bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))");

  static ByteRange whole(long size) {
    return new ByteRange(0, size);
  }

  /// What a `Range` header asks of `size` bytes: all of them without one, and for several ranges or
  /// another unit, which a server may ignore.
  ///
  /// @return empty when no byte of it is there
  static Optional<ByteRange> parse(@Nullable String header, long size) {
    var matcher = ONE.matcher(header == null ? "" : header);
    if (!matcher.matches()) {
      return Optional.of(whole(size));
    }
    if (matcher.group(1) == null) {
      var length = Math.min(Long.parseLong(matcher.group(3)), size);
      return length == 0 ? Optional.empty() : Optional.of(new ByteRange(size - length, length));
    }
    var first = Long.parseLong(matcher.group(1));
    var last = matcher.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(matcher.group(2));
    if (last < first) {
      return Optional.of(whole(size));
    }
    return first >= size
        ? Optional.empty()
        : Optional.of(new ByteRange(first, Math.min(last, size - 1) - first + 1));
  }

  boolean isWhole(long size) {
    return length == size;
  }

  String contentRange(long size) {
    return "bytes " + first + "-" + (first + length - 1) + "/" + size;
  }
}
