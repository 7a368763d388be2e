package dev.lamina.operator.cron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {
  /// 2026-11-20 is a Friday.
  @ParameterizedTest
  @CsvSource({
    "0 2 * * *,           2026-11-20T01:59:59Z, 2026-11-20T02:00:00Z",
    "0 2 * * *,           2026-11-20T02:00:00Z, 2026-11-21T02:00:00Z",
    "*/15 * * * *,        2026-11-20T23:50:00Z, 2026-11-21T00:00:00Z",
    "5/20 9-17/4 * * *,   2026-11-20T09:25:30Z, 2026-11-20T09:45:00Z",
    "5/20 9-17/4 * * *,   2026-11-20T09:45:00Z, 2026-11-20T13:05:00Z",
    "'0,30 8 * * mon-fri', 2026-11-20T08:30:00Z, 2026-11-23T08:00:00Z",
    "0 0 * * 7,           2026-11-20T00:00:00Z, 2026-11-22T00:00:00Z",
    "0 0 31 * *,          2026-11-20T00:00:00Z, 2026-12-31T00:00:00Z",
    "0 0 29 feb *,        2096-03-01T00:00:00Z, 2104-02-29T00:00:00Z",
    "0 0 13 * 5,          2026-11-20T00:00:00Z, 2026-11-27T00:00:00Z",
    "0 0 13 * 5,          2026-12-11T00:00:00Z, 2026-12-13T00:00:00Z",
    "@weekly,             2026-11-20T00:00:00Z, 2026-11-22T00:00:00Z",
    "59 23 31 DEC ?,      2026-11-20T00:00:00Z, 2026-12-31T23:59:00Z"
  })
  void theNextTimeIsTheFirstAfterNow(String schedule, Instant now, Instant next) {
    assertEquals(Optional.of(next), CronSchedule.parse(schedule).next(now));
  }

  @ParameterizedTest
  @CsvSource({
    "0 2 * * *,      2026-11-20T02:00:00Z, 2026-11-20T02:00:00Z",
    "0 2 * * *,      2026-11-20T01:59:59Z, 2026-11-19T02:00:00Z",
    "30 22 * * *,    2026-11-20T23:10:00Z, 2026-11-20T22:30:00Z",
    "0 0 29 2 *,     2026-11-20T00:00:00Z, 2024-02-29T00:00:00Z",
    "10-12 3 1 1 *,  2026-11-20T00:00:00Z, 2026-01-01T03:12:00Z"
  })
  void theLastTimeIsNotAfterNow(String schedule, Instant now, Instant last) {
    assertEquals(Optional.of(last), CronSchedule.parse(schedule).last(now));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "*/0 * * * *",
        "5-1 * * * *",
        "a * * * *",
        "-1 * * * *",
        "1,,2 * * * *",
        "0 0 30 feb *",
        "@reboot",
        "99999999999 * * * *"
      })
  void refusesWhatMeansNoTime(String text) {
    var failure = assertThrows(IllegalArgumentException.class, () -> CronSchedule.parse(text));
    assertTrue(
        String.valueOf(failure.getMessage()).startsWith("'" + text + "' is no cron expression: "));
  }
}
