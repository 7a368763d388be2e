package dev.lamina.standalone.patch;

import static dev.lamina.standalone.schema.Samples.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples of RFC 7386, appendix A.
class JsonMergePatchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{a: b}            | {a: c}                | {a: c}",
        "{a: b}            | {b: c}                | {a: b, b: c}",
        "{a: b}            | {a: null}             | {}",
        "{a: b, b: c}      | {a: null}             | {b: c}",
        "{a: [b]}          | {a: c}                | {a: c}",
        "{a: c}            | {a: [b]}              | {a: [b]}",
        "{a: {b: c}}       | {a: {b: d, c: null}}  | {a: {b: d}}",
        "{a: [{b: c}]}     | {a: [1]}              | {a: [1]}",
        "[a, b]            | [c, d]                | [c, d]",
        "{e: null}         | {a: 1}                | {e: null, a: 1}",
        "[1, 2]            | {a: b, c: null}       | {a: b}",
        "{}                | {a: {bb: {ccc: null}}} | {a: {bb: {}}}",
      })
  void followsTheExamplesOfTheRfc(String target, String patch, String expected) {
    assertEquals(yaml(expected), JsonMergePatch.apply(yaml(target), yaml(patch)));
  }
}
