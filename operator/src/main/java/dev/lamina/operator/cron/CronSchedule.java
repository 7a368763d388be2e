package dev.lamina.operator.cron;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;

/// The times of a cron expression: five fields (minute, hour, day of month, month, day of week) or
/// `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`. If both kinds of day are restricted, a
/// day that fits one of them fits, as in every cron since the first.
public final class CronSchedule {
  /// 29 February comes after eight years at the latest.
  private static final int MOST_DAYS = 8 * 366 + 1;

  private static final Map<String, String> NAMED =
      Map.of(
          "@hourly", "0 * * * *",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@weekly", "0 0 * * 0",
          "@monthly", "0 0 1 * *",
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *");

  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet daysOfMonth;
  private final BitSet months;
  private final BitSet daysOfWeek;
  private final boolean eitherDay;

  private CronSchedule(String[] fields) {
    minutes = CronField.MINUTE.parse(fields[0]);
    hours = CronField.HOUR.parse(fields[1]);
    daysOfMonth = CronField.DAY_OF_MONTH.parse(fields[2]);
    months = CronField.MONTH.parse(fields[3]);
    daysOfWeek = CronField.DAY_OF_WEEK.parse(fields[4]);
    eitherDay = !CronField.isOpen(fields[2]) && !CronField.isOpen(fields[4]);
  }

  /// Reads an expression.
  ///
  /// @throws IllegalArgumentException if it is none, or means no day of any year; the message says
  ///   why
  public static CronSchedule parse(String text) {
    try {
      var fields = NAMED.getOrDefault(text.strip(), text.strip()).split("\\s+");
      if (fields.length != CronField.values().length) {
        throw new IllegalArgumentException("it has " + fields.length + " fields, not 5");
      }
      var schedule = new CronSchedule(fields);
      if (schedule.next(Instant.EPOCH).isEmpty()) {
        throw new IllegalArgumentException("there is no such day");
      }
      return schedule;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no cron expression: " + e.getMessage(), e);
    }
  }

  /// The first time after `time`.
  public Optional<Instant> next(Instant time) {
    var start = time.atOffset(ZoneOffset.UTC).toLocalDateTime().plusMinutes(1);
    var found = firstOfDay(start.toLocalDate(), start.toLocalTime());
    var day = start.toLocalDate();
    for (int i = 0; i < MOST_DAYS && found.isEmpty(); i++) {
      day = day.plusDays(1);
      found = firstOfDay(day, LocalTime.MIN);
    }
    return found;
  }

  /// The last time that is not after `time`.
  public Optional<Instant> last(Instant time) {
    var end = time.atOffset(ZoneOffset.UTC).toLocalDateTime();
    var found = lastOfDay(end.toLocalDate(), end.toLocalTime());
    var day = end.toLocalDate();
    for (int i = 0; i < MOST_DAYS && found.isEmpty(); i++) {
      day = day.minusDays(1);
      found = lastOfDay(day, LocalTime.MAX);
    }
    return found;
  }

  private Optional<Instant> firstOfDay(LocalDate day, LocalTime from) {
    if (!fits(day)) {
      return Optional.empty();
    }
    var minute = hours.get(from.getHour()) ? minutes.nextSetBit(from.getMinute()) : -1;
    if (minute >= 0) {
      return Optional.of(at(day, from.getHour(), minute));
    }
    var hour = hours.nextSetBit(from.getHour() + 1);
    return hour < 0 ? Optional.empty() : Optional.of(at(day, hour, minutes.nextSetBit(0)));
  }

  private Optional<Instant> lastOfDay(LocalDate day, LocalTime until) {
    if (!fits(day)) {
      return Optional.empty();
    }
    var minute = hours.get(until.getHour()) ? minutes.previousSetBit(until.getMinute()) : -1;
    if (minute >= 0) {
      return Optional.of(at(day, until.getHour(), minute));
    }
    var hour = hours.previousSetBit(until.getHour() - 1);
    return hour < 0
        ? Optional.empty()
        : Optional.of(at(day, hour, minutes.previousSetBit(minutes.length())));
  }

  private boolean fits(LocalDate day) {
    var ofMonth = daysOfMonth.get(day.getDayOfMonth());
    var ofWeek = daysOfWeek.get(day.getDayOfWeek().getValue() % 7);
    return months.get(day.getMonthValue()) && (eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek);
  }

  private static Instant at(LocalDate day, int hour, int minute) {
    return day.atTime(hour, minute).toInstant(ZoneOffset.UTC);
  }
}
