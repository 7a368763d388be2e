package dev.lamina.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanReadableTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "98304, 96 KiB",
    "54631219, 52.1 MiB",
    "214748364800, 200 GiB",
    "1649267441664, 1.5 TiB"
  })
  void sizes(long bytes, String text) {
    assertEquals(text, HumanReadable.size(bytes));
  }

  @ParameterizedTest
  @CsvSource({"PT0.412S, 0.4s", "PT18.9S, 18s", "PT2M5S, 2m5s", "PT1H2M3S, 1h2m", "PT-1S, 0.0s"})
  void durations(Duration duration, String text) {
    assertEquals(text, HumanReadable.duration(duration));
  }
}
