package dev.lamina.agent.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;

/// File names as strings without loss.
///
/// To the kernel a name is bytes, and layers hold names that are not UTF-8. A byte that does not
/// decode becomes the lone surrogate `U+DC00 + byte` and turns back into that byte, as in Python's
/// `surrogateescape` (PEP 383).
public final class FileNames {
  private static final int ESCAPE = 0xDC00;
  private static final char REPLACEMENT = '\uFFFD';

  private FileNames() {}

  public static String decode(byte[] name) {
    var text = new String(name, UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : decodeEscaping(name);
  }

  public static byte[] encode(String name) {
    for (var i = 0; i < name.length(); i++) {
      if (Character.isLowSurrogate(name.charAt(i))) {
        return encodeEscaped(name);
      }
    }
    return name.getBytes(UTF_8);
  }

  private static String decodeEscaping(byte[] name) {
    var decoder = UTF_8.newDecoder();
    var in = ByteBuffer.wrap(name);
    var out = CharBuffer.allocate(name.length + 1);
    var result = decoder.decode(in, out, true);
    while (result.isError()) {
      for (var i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE + (in.get() & 0xFF)));
      }
      result = decoder.decode(in, out, true);
    }
    return out.flip().toString();
  }

  private static byte[] encodeEscaped(String name) {
    var out = new ByteArrayOutputStream(name.length() + 8);
    name.codePoints()
        .forEach(point -> {
          if (point >= ESCAPE + 0x80 && point <= ESCAPE + 0xFF) {
            out.write(point - ESCAPE);
          } else {
            out.writeBytes(Character.toString(point).getBytes(UTF_8));
          }
        });
    return out.toByteArray();
  }
}
