package dev.lamina.agent.linux;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/// The names and numbers of signals (see signal(7)), the same on x86_64 and arm64.
public final class Signals {
  public static final int HUP = 1;
  public static final int INT = 2;
  public static final int QUIT = 3;
  public static final int KILL = 9;
  public static final int TERM = 15;
  public static final int WINCH = 28;

  /// Index 0 is signal 1.
  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private static final Map<String, Integer> ALIASES =
      Map.of("IOT", 6, "CLD", 17, "POLL", 29, "UNUSED", 31);

  /// As libc counts them: it keeps 32 and 33 for itself.
  private static final int RTMIN = 34;

  private static final int RTMAX = 64;
  private static final Map<String, Integer> NUMBERS = numbers();

  private Signals() {}

  /// The number of `SIGTERM`, `term`, `15`, `SIGRTMIN+3` or `RTMAX-1`; empty if there is no such
  /// signal.
  public static OptionalInt number(String text) {
    var upper = text.toUpperCase(Locale.ROOT);
    var name = upper.startsWith("SIG") ? upper.substring(3) : upper;
    var number = NUMBERS.get(name);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /// `SIGTERM` for 15.
  public static String name(int number) {
    if (number >= 1 && number <= NAMES.size()) {
      return "SIG" + NAMES.get(number - 1);
    }
    if (number >= RTMIN && number <= RTMAX) {
      return "SIGRTMIN+" + (number - RTMIN);
    }
    return "signal " + number;
  }

  private static Map<String, Integer> numbers() {
    var numbers = new HashMap<>(ALIASES);
    for (var number = 1; number <= NAMES.size(); number++) {
      numbers.put(NAMES.get(number - 1), number);
    }
    numbers.put("RTMIN", RTMIN);
    numbers.put("RTMAX", RTMAX);
    for (var offset = 0; offset <= RTMAX - RTMIN; offset++) {
      numbers.put("RTMIN+" + offset, RTMIN + offset);
      numbers.put("RTMAX-" + offset, RTMAX - offset);
    }
    for (var number = 1; number <= RTMAX; number++) {
      numbers.put(String.valueOf(number), number);
    }
    return Map.copyOf(numbers);
  }
}
