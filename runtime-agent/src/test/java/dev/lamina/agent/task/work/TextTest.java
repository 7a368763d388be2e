package dev.lamina.agent.task.work;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  private static final String FACE = "\uD83D\uDE00";

  @ParameterizedTest
  @CsvSource({"short, short", "exactly ten, exactly...", "12345678901, 1234567..."})
  void cutsWithDots(String text, String expected) {
    assertEquals(expected, Text.cut(text, 10));
  }

  @ParameterizedTest
  @CsvSource({"short, short", "0123456789a, 123456789a"})
  void keepsTheEnd(String text, String expected) {
    assertEquals(expected, Text.tail(text, 10));
  }

  @Test
  void tailBeginsWithALine() {
    assertEquals("three\n", Text.tail("one\ntwo\nthree\n", 10));
  }

  @Test
  void neverCutsACharacterInHalf() {
    assertEquals("123456...", Text.cut("123456" + FACE + "901", 10));
    assertEquals("123456789", Text.tail(FACE + "123456789", 10));
  }
}
