package dev.lamina.agent.build.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitSourceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://h/r.git                       | ''            | ''  | ''",
        "https://h/r.git#v1                    | v1            | ''  | ''",
        "https://h/r.git#v1:a/b                | v1            | a/b | ''",
        "https://h/r.git#:a                    | ''            | a   | ''",
        "https://h/r.git?tag=v1&subdir=a       | refs/tags/v1  | a   | ''",
        "https://h/r.git?branch=x&commit=ab12  | refs/heads/x  | ''  | ab12",
        "http://localhost:80/r.git?ref=x       | x             | ''  | ''"
      })
  void reads(String text, String ref, String directory, String commit) {
    var source = GitSource.parse(text);
    assertEquals(ref, source.ref());
    assertEquals(directory, source.directory());
    assertEquals(commit, source.commit());
    assertEquals(text.replaceFirst("[?#].*", ""), source.repository().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://h/r.git",
        "ssh://h/r.git",
        "git@h:r.git",
        "ext::sh -c x",
        "file:///r.git",
        "https://-oProxyCommand=x/r.git",
        "https://u:p@h/r.git",
        "https://h/r.git#--upload-pack=x",
        "https://h/r.git#a..b",
        "https://h/r.git?commit=xyz",
        "https://h/r.git?ref=a&ref=b",
        "https://h/r.git?tag=a&branch=b",
        "https://h/r.git?what=x",
        "https://h/r.git?subdir=a#b:c"
      })
  void refuses(String text) {
    assertThrows(IllegalArgumentException.class, () -> GitSource.parse(text));
  }

  @Test
  void doesNotRepeatCredentials() {
    var e =
        assertThrows(IllegalArgumentException.class, () -> GitSource.parse("ftp://u:pw@h/r.git"));
    assertEquals("git repository ftp://h/r.git: only https is supported", e.getMessage());
  }
}
