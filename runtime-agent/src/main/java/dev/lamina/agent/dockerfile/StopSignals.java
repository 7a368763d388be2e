package dev.lamina.agent.dockerfile;

import java.util.Locale;
import java.util.Set;

/// The values STOPSIGNAL may have: a number or the name of a Linux signal.
public final class StopSignals {
  private static final Set<String> NAMES =
      Set.of(
          "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT",
          "KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM",
          "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ");

  private static final int REAL_TIME_ABOVE_MINIMUM = 15;
  private static final int REAL_TIME_BELOW_MAXIMUM = 14;

  private StopSignals() {}

  public static boolean isSignal(String text) {
    var upper = text.toUpperCase(Locale.ROOT);
    var name = upper.startsWith("SIG") ? upper.substring(3) : upper;
    return isNumber(text) || NAMES.contains(name) || isRealTime(name);
  }

  private static boolean isNumber(String text) {
    try {
      return Integer.parseInt(text) != 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isRealTime(String name) {
    if (name.equals("RTMIN") || name.equals("RTMAX")) {
      return true;
    }
    return isOffset(name, "RTMIN+", REAL_TIME_ABOVE_MINIMUM)
        || isOffset(name, "RTMAX-", REAL_TIME_BELOW_MAXIMUM);
  }

  private static boolean isOffset(String name, String prefix, int maximum) {
    for (var offset = 1; offset <= maximum; offset++) {
      if (name.equals(prefix + offset)) {
        return true;
      }
    }
    return false;
  }
}
