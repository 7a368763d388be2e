package dev.lamina.agent.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A piece of a container's output.
///
/// @param stream `stdout` or `stderr`
/// @param text when the bytes are UTF-8
/// @param base64 when they are not
public record OutputEvent(String stream, @Nullable String text, @Nullable String base64) {
  static OutputEvent of(String stream, byte[] buffer, int offset, int length) {
    try {
      var text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(buffer, offset, length));
      return new OutputEvent(stream, text.toString(), null);
    } catch (CharacterCodingException e) {
      var bytes = Arrays.copyOfRange(buffer, offset, offset + length);
      return new OutputEvent(stream, null, Base64.getEncoder().encodeToString(bytes));
    }
  }

  public byte[] bytes() {
    return text == null
        ? Base64.getDecoder().decode(Objects.requireNonNull(base64))
        : text.getBytes(StandardCharsets.UTF_8);
  }
}
