package dev.lamina.agent.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellLexerTest {
  private static final Map<String, String> VALUES =
      Map.of("set", "value", "empty", "", "file", "a/b/c.tar.gz", "ports", "80  81", "star", "a*b");

  private static String word(String text) {
    return new ShellLexer('\\').word(text, name -> Optional.ofNullable(VALUES.get(name)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "plain text           | plain text",
        "$set.${set}          | value.value",
        "$unset.              | .",
        "$.                   | $.",
        "$1x                  | x",
        "\\$set               | $set",
        "'$set'               | $set",
        "\"$set 'x' \\\" \\n\" | value 'x' \" \\n",
        "a\\ b                | a b",
        "${unset:-x}          | x",
        "${empty:-x}          | x",
        "${empty-x}           | ~~",
        "${set:+x}            | x",
        "${empty:+x}          | ~~",
        "${empty+x}           | x",
        "${set:?message}      | value",
        "${unset:-${set}}     | value",
        "${file#*/}           | b/c.tar.gz",
        "${file##*/}          | c.tar.gz",
        "${file%.*}           | a/b/c.tar",
        "${file%%.*}          | a/b/c",
        "${file/?\\//-}       | -b/c.tar.gz",
        "${file//\\//-}       | a-b-c.tar.gz",
        "${star/\\*/x}        | axb",
        "${set//[a]/x}        | value",
        "${set//l/<$0>}       | va<>ue",
        "${set//l/<\\$0>}     | va<\\l>ue"
      })
  void expands(String text, String expected) {
    assertEquals(expected, word(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "${}            | bad substitution",
        "${set          | unsupported modifier",
        "${set:-x       | missing '}'",
        "${set:x}       | unsupported modifier (:x)",
        "${set/a}       | missing '/' in ${}",
        "${unset:?no}   | unset: no",
        "${empty:?}     | is not allowed to be empty",
        "${set#\\a}     | invalid escape '\\a'",
        "'open          | matching single-quote",
        "\"open         | matching double-quote"
      })
  void refuses(String text, String what) {
    var e = assertThrows(SyntaxException.class, () -> word(text));
    assertTrue(e.what().contains(what), e.what());
  }

  @Test
  void splitsValuesButNotQuotes() {
    Variables variables = name -> Optional.ofNullable(VALUES.get(name));
    assertEquals(List.of("80", "81", "a b"), new ShellLexer('\\').words("$ports 'a b'", variables));
  }

  @Test
  void followsTheEscapeDirective() {
    assertEquals("a\\b$", new ShellLexer('`').word("a\\b`$", Variables.NONE));
  }

  @Test
  void stopsValuesThatGrowWithoutBound() {
    Variables large = name -> Optional.of("x".repeat(1024));
    var text = "$a".repeat(2048);
    assertThrows(SyntaxException.class, () -> new ShellLexer('\\').word(text, large));
    assertThrows(SyntaxException.class, () -> word("${a:-".repeat(5000) + "}".repeat(5000)));
  }

  @Test
  void matchesInLinearTime() {
    Variables hostile = name -> Optional.of("a".repeat(20_000));
    var pattern = "${x##" + "*a".repeat(500) + "b}";
    assertEquals(20_000, new ShellLexer('\\').word(pattern, hostile).length());
  }
}
