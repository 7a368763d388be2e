package dev.lamina.operator.cron;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/// One of the five fields: which values it allows, and how they are written.
enum CronField {
  MINUTE(0, 59, ""),
  HOUR(0, 23, ""),
  DAY_OF_MONTH(1, 31, ""),
  MONTH(1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"),
  /// 7 is Sunday too.
  DAY_OF_WEEK(0, 7, "sun mon tue wed thu fri sat");

  private final int first;
  private final int last;
  private final String names;

  CronField(int first, int last, String names) {
    this.first = first;
    this.last = last;
    this.names = names;
  }

  static boolean isOpen(String text) {
    return text.startsWith("*") || text.equals("?");
  }

  /// The values that a list of ranges, each with a step, allows.
  ///
  /// @throws IllegalArgumentException saying what is wrong
  BitSet parse(String text) {
    var values = new BitSet();
    for (var part : text.split(",", -1)) {
      add(part, values);
    }
    if (this == DAY_OF_WEEK && values.get(last)) {
      values.clear(last);
      values.set(0);
    }
    return values;
  }

  private void add(String part, BitSet values) {
    var slash = part.indexOf('/');
    var range = slash < 0 ? part : part.substring(0, slash);
    var step = slash < 0 ? 1 : number(part.substring(slash + 1), 1, last);
    int from = first;
    int to = this == DAY_OF_WEEK ? last - 1 : last;
    if (!range.equals("*") && !range.equals("?")) {
      var dash = range.indexOf('-');
      from = value(dash < 0 ? range : range.substring(0, dash));
      if (dash >= 0) {
        to = value(range.substring(dash + 1));
      } else if (slash < 0) {
        to = from;
      }
    }
    if (from > to) {
      throw new IllegalArgumentException("'" + part + "' goes backwards");
    }
    for (int value = from; value <= to; value += step) {
      values.set(value);
    }
  }

  private int value(String text) {
    var name = List.of(names.split(" ")).indexOf(text.toLowerCase(Locale.ROOT));
    return text.isEmpty() || name < 0 ? number(text, first, last) : name + first;
  }

  private int number(String text, int least, int most) {
    if (text.matches("[0-9]{1,2}")) {
      var number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        "'%s' is no %s from %d to %d"
            .formatted(text, name().toLowerCase(Locale.ROOT).replace('_', ' '), least, most));
  }
}
