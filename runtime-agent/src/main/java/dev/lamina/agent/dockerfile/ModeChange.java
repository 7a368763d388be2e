package dev.lamina.agent.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// The value of `--chmod`: an octal mode, or symbolic changes as chmod(1) takes them.
public final class ModeChange {
  private static final int MAX_MODE = 07777;
  private static final int SETUID = 04000;
  private static final int SETGID = 02000;
  private static final int STICKY = 01000;
  private static final int USER = 0700;
  private static final int GROUP = 0070;
  private static final int OTHER = 0007;
  private static final int EVERYONE = SETUID | SETGID | USER | GROUP | OTHER;
  private static final int EXECUTE = 0111;

  /// @param mode the mode so far
  /// @param original the mode before any change
  private record State(int mode, int original, boolean directory) {}

  @FunctionalInterface
  private interface Step {
    int apply(State state);
  }

  private final List<Step> steps;
  private final OptionalInt absolute;

  private ModeChange(List<Step> steps, OptionalInt absolute) {
    this.steps = List.copyOf(steps);
    this.absolute = absolute;
  }

  /// Reads a mode or throws IllegalArgumentException that says what is wrong.
  public static ModeChange parse(String text) {
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '7')) {
      var mode = text.length() > 10 ? Long.MAX_VALUE : Long.parseLong(text, 8);
      if (mode > MAX_MODE) {
        throw invalid(text);
      }
      return new ModeChange(List.of(), OptionalInt.of((int) mode));
    }
    return new ModeChange(new Parser(text).parse(), OptionalInt.empty());
  }

  /// The mode of an octal value; symbolic changes have none.
  public OptionalInt absolute() {
    return absolute;
  }

  /// The new permission bits of a file that has the given ones.
  public int applyTo(int mode, boolean directory) {
    if (absolute.isPresent()) {
      return absolute.getAsInt();
    }
    var original = mode & MAX_MODE;
    var changed = original;
    for (var step : steps) {
      changed = step.apply(new State(changed, original, directory));
    }
    return changed;
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException(
        "invalid chmod parameter: '%s'. it should be an octal string between 0 and 07777, or a symbolic mode"
            .formatted(text));
  }

  /// The grammar of chmod(1): `[ugoa]*([-+=][rwxXstugo]*)+`, separated by commas.
  private static final class Parser {
    private final String text;
    private final List<Step> steps = new ArrayList<>();
    private int at;
    private int who;
    private char operator;
    private boolean cleared;

    Parser(String text) {
      this.text = text;
    }

    List<Step> parse() {
      do {
        who();
        do {
          operator();
          permissions();
        } while (at < text.length() && text.charAt(at) != ',');
      } while (at++ < text.length());
      return steps;
    }

    private void who() {
      who = 0;
      for (; at < text.length(); at++) {
        switch (text.charAt(at)) {
          case 'a' -> who |= EVERYONE;
          case 'u' -> who |= SETUID | USER;
          case 'g' -> who |= SETGID | GROUP;
          case 'o' -> who |= OTHER;
          default -> {
            return;
          }
        }
      }
      throw invalid(text);
    }

    private void operator() {
      operator = text.charAt(at++);
      if ("+-=".indexOf(operator) < 0) {
        throw invalid(text);
      }
      cleared = operator != '=';
      who &= ~STICKY;
    }

    private void permissions() {
      var bits = 0;
      var conditional = false;
      for (; at < text.length() && "rwxXstugo".indexOf(text.charAt(at)) >= 0; at++) {
        var c = text.charAt(at);
        switch (c) {
          case 'r' -> bits |= 0444;
          case 'w' -> bits |= 0222;
          case 'x' -> bits |= EXECUTE;
          case 's' -> bits |= mayBeSpecial() ? SETUID | SETGID : 0;
          case 't' -> bits |= sticky();
          case 'X' -> conditional = true;
          default -> {
            set(bits);
            setConditionally(conditional);
            bits = 0;
            conditional = false;
            copy(c);
          }
        }
      }
      set(bits);
      setConditionally(conditional);
    }

    private boolean mayBeSpecial() {
      return who == 0 || (who & ~OTHER) != 0;
    }

    private int sticky() {
      if (!mayBeSpecial()) {
        return 0;
      }
      who |= who == 0 ? 0 : STICKY;
      return STICKY;
    }

    private void clearOnce() {
      if (!cleared) {
        var bits = who == 0 ? EVERYONE : who;
        steps.add(state -> state.mode() & ~bits);
        cleared = true;
      }
    }

    private void set(int permissions) {
      clearOnce();
      var bits = who == 0 ? permissions : permissions & who;
      if (bits != 0) {
        steps.add(operator == '-' ? state -> state.mode() & ~bits : state -> state.mode() | bits);
      }
    }

    /// `X`: execute, for directories and for files that someone may execute already.
    private void setConditionally(boolean conditional) {
      var bits = who == 0 ? EXECUTE : EXECUTE & who;
      if (conditional && operator == '-') {
        steps.add(state -> state.mode() & ~bits);
      } else if (conditional) {
        steps.add(state ->
            state.directory() || (state.original() & EXECUTE) != 0
                ? state.mode() | bits
                : state.mode());
      }
    }

    /// Copies the permissions of one class of users to others: `g=u`.
    private void copy(char from) {
      var shift =
          switch (from) {
            case 'u' -> 6;
            case 'g' -> 3;
            default -> 0;
          };
      var targets = (who == 0 ? EVERYONE : who) & (USER | GROUP | OTHER);
      var copies = operator;
      steps.add(state -> {
        var bits = (((state.mode() >> shift) & 7) * EXECUTE) & targets;
        return switch (copies) {
          case '-' -> state.mode() & ~bits;
          case '+' -> state.mode() | bits;
          default -> (state.mode() & ~targets) | bits;
        };
      });
      cleared = true;
    }
  }
}
