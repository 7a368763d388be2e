package dev.lamina.operator.status;

import java.time.Duration;
import java.util.Locale;

/// Numbers for people, as `kubectl get` shows them.
public final class HumanReadable {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
  private static final String[] DECIMAL_UNITS = {"B", "kB", "MB", "GB", "TB"};

  private HumanReadable() {}

  /// For example `52.1 MiB`, `96 KiB`, `0 B`.
  public static String size(long bytes) {
    int unit = 0;
    double value = bytes;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 || value >= 100 || value == Math.rint(value)
        ? "%.0f %s".formatted(value, UNITS[unit])
        : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /// As `docker images` has it, three significant digits in powers of 1000: `72.8MB`, `5B`.
  public static String decimalSize(long bytes) {
    int unit = 0;
    double value = bytes;
    while (value >= 1000 && unit < DECIMAL_UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    var digits = unit == 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
    var text = String.format(Locale.ROOT, "%." + digits + "f", value);
    var isShorter = digits > 0 && text.endsWith("0");
    return (isShorter ? text.replaceAll("\\.?0+$", "") : text) + DECIMAL_UNITS[unit];
  }

  /// For example `0.4s`, `18s`, `2m5s`, `1h2m`.
  public static String duration(Duration duration) {
    var seconds = duration.toSeconds();
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1fs", Math.max(0, duration.toMillis()) / 1000.0);
    }
    if (seconds < 60) {
      return seconds + "s";
    }
    return seconds < 3600
        ? "%dm%ds".formatted(seconds / 60, seconds % 60)
        : "%dh%dm".formatted(seconds / 3600, seconds / 60 % 60);
  }
}
