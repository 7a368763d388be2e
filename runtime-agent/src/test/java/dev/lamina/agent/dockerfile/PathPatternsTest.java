package dev.lamina.agent.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternsTest {

  @ParameterizedTest
  @CsvSource({
    "a,            a,          true",
    "a,            a/b/c,      true",
    "a,            b/a,        false",
    "*.o,          x.o,        true",
    "*.o,          d/x.o,      false",
    "**/*.o,       d/e/x.o,    true",
    "**/*.o,       x.o,        true",
    "**/x,         y/x,        true",
    "d/**,         d,          false",
    "d/**,         d/e/f,      true",
    "d/**/x,       d/x,        true",
    "d/**/x,       d/e/f/x,    true",
    "d/**/x,       d/ex,       false",
    "?,            /,          false",
    "[a-c]x,       bx,         true",
    "[^a-c]x,      bx,         false",
    "\\*,          *,          true",
    "a/../b,       b,          true",
    "**,           any/thing,  true",
    "a.b,          axb,        false"
  })
  void matches(String pattern, String path, boolean expected) {
    assertEquals(expected, PathPatterns.compile(List.of(pattern)).matches(path));
  }

  @Test
  void lastMatchingPatternWins() {
    var patterns = PathPatterns.compile(List.of("d", "!d/keep", "d/keep/not"));
    assertTrue(patterns.matches("d/x"));
    assertFalse(patterns.matches("d/keep/x"));
    assertTrue(patterns.matches("d/keep/not"));
    assertTrue(patterns.mayExemptBelow("d"));
    assertFalse(patterns.mayExemptBelow("e"));
  }

  @Test
  void walksWithTheResultOfTheParent() {
    var patterns = PathPatterns.compile(List.of("*", "!d/keep"));
    var parent = patterns.match("d", null);
    assertTrue(parent.isMatch());
    assertFalse(patterns.match("d/keep", parent).isMatch());
    assertTrue(patterns.match("d/other", parent).isMatch());
  }

  @ParameterizedTest
  @ValueSource(strings = {"!", "[", "a[", "[]a]", "[a-]", "a\\", "[c-a]", "\\d"})
  void refusesMalformedPatterns(String pattern) {
    assertThrows(IllegalArgumentException.class, () -> PathPatterns.compile(List.of(pattern)));
  }

  @Test
  void readsIgnoreFiles() {
    var text = "\ufeff/abs/\r\n# comment\n #not/../a comment\n\n! ./x/ \n";
    assertEquals(
        List.of("abs", "a comment", "!x"), IgnoreFile.parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void matchesHostilePatternsInLinearTime() {
    var pattern = "a*".repeat(200) + "b";
    assertFalse(PathPatterns.compile(List.of(pattern)).matches("a".repeat(4000)));
  }

  @ParameterizedTest
  @CsvSource({
    "*,        a/b,   false",
    "*/b,      a/b,   true",
    "a?c,      abc,   true",
    "[]-]x,    x,     error",
    "[\\]]x,   ]x,    true",
    "**,       a/b,   false"
  })
  void wildcardsFollowFilepathMatch(String pattern, String path, String expected) {
    var result = "error";
    try {
      result = String.valueOf(Wildcard.compile(pattern).matches(path));
    } catch (IllegalArgumentException e) {
      assertTrue(e.toString().contains(pattern));
    }
    assertEquals(expected, result);
  }

  @Test
  void cleansPathsByText() {
    var paths = Arrays.asList("a//b/./c/", "/../a", "a/..", "../a", "/", "a/../../b");
    assertEquals(
        List.of("a/b/c", "/a", ".", "../a", "/", "../b"),
        paths.stream().map(CleanPath::of).toList());
    assertEquals("/w/x", CleanPath.resolve("/w", "x"));
    assertEquals("/x", CleanPath.resolve("/w", "../../x"));
  }
}
