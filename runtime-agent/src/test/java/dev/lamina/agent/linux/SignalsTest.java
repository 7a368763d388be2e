package dev.lamina.agent.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest {
  @ParameterizedTest
  @CsvSource({
    "SIGTERM, 15",
    "term, 15",
    "15, 15",
    "SIGHUP, 1",
    "SIGCLD, 17",
    "SIGSYS, 31",
    "SIGRTMIN, 34",
    "SIGRTMIN+3, 37",
    "rtmax-1, 63",
    "RTMAX, 64",
    "64, 64"
  })
  void namesAndNumbersAreUnderstood(String text, int number) {
    assertEquals(OptionalInt.of(number), Signals.number(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SIG", "0", "65", "-1", "SIGNONE", "RTMIN+31", "RTMIN+", "SIG15x"})
  void everythingElseIsNoSignal(String text) {
    assertTrue(Signals.number(text).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"15, SIGTERM", "31, SIGSYS", "34, SIGRTMIN+0", "64, SIGRTMIN+30", "32, signal 32"})
  void numbersHaveNames(int number, String name) {
    assertEquals(name, Signals.name(number));
  }
}
