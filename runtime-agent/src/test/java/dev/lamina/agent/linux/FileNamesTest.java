package dev.lamina.agent.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "passwd", "Übung", "日本語", "a\uFFFDb", "😀 emoji"})
  void textIsUtf8(String name) {
    assertArrayEquals(name.getBytes(UTF_8), FileNames.encode(name));
    assertEquals(name, FileNames.decode(name.getBytes(UTF_8)));
  }

  @Test
  void byteThatIsNotUtf8BecomesALoneSurrogate() {
    assertEquals("caf\uDCE9", FileNames.decode(new byte[] {'c', 'a', 'f', (byte) 0xE9}));
  }

  @Test
  void anyBytesSurvive() {
    var random = new Random(42);
    for (var round = 0; round < 2_000; round++) {
      var name = new byte[random.nextInt(20)];
      random.nextBytes(name);
      assertArrayEquals(name, FileNames.encode(FileNames.decode(name)), "seed 42 round " + round);
    }
  }
}
