package dev.lamina.agent.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.agent.failure.AgentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetachKeysTest {
  @ParameterizedTest
  @CsvSource({
    "ab, ab, 0",
    "a<PQ>b, a, 1",
    "<PP>a, <PP>a, 0",
    "<PPQ>, <P>, 1",
    "<P>x<Q>, <P>x<Q>, 0",
    "x<P>, x, 0"
  })
  void endsTheInputAtTheKeysAndPassesOnTheRest(String typed, String passed, int detached)
      throws IOException {
    var detachments = new AtomicInteger();
    var input = new ByteArrayInputStream(bytes(typed));
    try (var watched =
        DetachKeys.parse(DetachKeys.DEFAULT).watch(input, detachments::incrementAndGet)) {
      assertEquals(
          new String(bytes(passed), ISO_8859_1), new String(watched.readAllBytes(), ISO_8859_1));
    }
    assertEquals(detached, detachments.get());
  }

  @Test
  void readsLettersAndControlKeys() {
    assertEquals("a\0\u001f", DetachKeys.parse("a,ctrl-@,ctrl-_").keys());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ctrl-", "ctrl-1", "ab", "a,,b"})
  void refusesWhatIsNoKey(String text) {
    assertThrows(AgentException.class, () -> DetachKeys.parse(text));
  }

  /// `<PQ>` is ctrl-p and ctrl-q.
  private static byte[] bytes(String text) {
    var bytes = new StringBuilder();
    var isControl = false;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '<' || c == '>') {
        isControl = c == '<';
      } else {
        bytes.append(isControl ? (char) (c - 'A' + 1) : c);
      }
    }
    return bytes.toString().getBytes(ISO_8859_1);
  }
}
