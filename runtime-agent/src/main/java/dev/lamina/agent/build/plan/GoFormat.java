package dev.lamina.agent.build.plan;

import dev.lamina.agent.dockerfile.HealthCheckSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Values as Go's fmt package prints them: the history of an image holds such texts.
final class GoFormat {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private GoFormat() {}

  /// `%v` of a list of strings.
  static String list(List<String> values) {
    return "[" + String.join(" ", values) + "]";
  }

  /// `%q` of a list of strings.
  static String quotedList(List<String> values) {
    return values.stream().map(GoFormat::quoted).collect(Collectors.joining(" ", "[", "]"));
  }

  /// `%q` of a string.
  static String quoted(String value) {
    var result = new StringBuilder("\"");
    value.codePoints().forEach(c -> appendQuoted(result, c));
    return result.append('"').toString();
  }

  private static void appendQuoted(StringBuilder result, int c) {
    switch (c) {
      case '"', '\\' -> result.append('\\').append((char) c);
      case 0x07 -> result.append("\\a");
      case '\b' -> result.append("\\b");
      case '\f' -> result.append("\\f");
      case '\n' -> result.append("\\n");
      case '\r' -> result.append("\\r");
      case '\t' -> result.append("\\t");
      case 0x0b -> result.append("\\v");
      default -> {
        if (isPrintable(c)) {
          result.appendCodePoint(c);
        } else {
          result.append(String.format(escapeFormat(c), c));
        }
      }
    }
  }

  private static String escapeFormat(int c) {
    if (c < ' ' || c == 0x7f) {
      return "\\x%02x";
    }
    return c < 0x10000 ? "\\u%04x" : "\\U%08x";
  }

  private static boolean isPrintable(int c) {
    if (c == ' ') {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /// `%v` of a duration: `1m30s`, `1.5s`, `200ms`.
  static String duration(Duration duration) {
    var nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    if (nanos < NANOS_PER_SECOND) {
      return fraction(nanos);
    }
    var minutes = nanos / (60 * NANOS_PER_SECOND);
    var seconds = decimal(nanos % (60 * NANOS_PER_SECOND), NANOS_PER_SECOND) + "s";
    if (minutes == 0) {
      return seconds;
    }
    return minutes < 60
        ? minutes + "m" + seconds
        : (minutes / 60) + "h" + (minutes % 60) + "m" + seconds;
  }

  private static String fraction(long nanos) {
    if (nanos >= 1_000_000) {
      return decimal(nanos, 1_000_000) + "ms";
    }
    return nanos >= 1_000 ? decimal(nanos, 1_000) + "\u00b5s" : nanos + "ns";
  }

  private static String decimal(long value, long unit) {
    return BigDecimal.valueOf(value)
        .divide(BigDecimal.valueOf(unit))
        .stripTrailingZeros()
        .toPlainString();
  }

  /// `%+v` of the struct that BuildKit keeps a health check in.
  static String healthCheck(HealthCheckSpec spec) {
    return "{Test:%s Interval:%s Timeout:%s StartPeriod:%s StartInterval:%s Retries:%d}"
        .formatted(
            list(spec.test()),
            duration(spec.interval()),
            duration(spec.timeout()),
            duration(spec.startPeriod()),
            duration(spec.startInterval()),
            spec.retries());
  }
}
