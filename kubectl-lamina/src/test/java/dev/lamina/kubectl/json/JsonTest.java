package dev.lamina.kubectl.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.kubectl.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "\"é\\n\"",
        "{\"a\": [1, -2147483649, 9223372036854775808, 1.5, true, false, null, {\"b\": {}}], \"c\": \"\"}",
        "{\"twice\": 1, \"twice\": 2} and more",
      })
  void readsTheTreeThatAMapperReads(String text) throws IOException {
    assertEquals(
        JsonMapper.builder().build().readTree(text), Json.parse(text.getBytes(UTF_8), "it"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1, ", "{\"a\" 1}", "}", "nothing"})
  void saysWhatIsNoJson(String text) {
    var failure = assertThrows(Failure.class, () -> Json.parse(text.getBytes(UTF_8), "it"));
    assertTrue(failure.getMessage().startsWith("it: "), failure::getMessage);
  }

  @Test
  void nothingIsThereWhereNothingIsWritten() {
    assertTrue(Json.read(InputStream.nullInputStream(), "it").isMissingNode());
  }
}
