package dev.lamina.agent.dockerfile;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The lines of a file with their line ends, one after the other.
final class PhysicalLines {
  /// The longest line, without its LF: BuildKit's scanner takes no more.
  static final int MAX_LINE_BYTES = 64 * 1024 - 1;

  static final int MAX_FILE_BYTES = 1024 * 1024;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final String file;
  private final byte[] bytes;
  private int next;
  private int line;

  PhysicalLines(String file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
    this.next = startsWithByteOrderMark(bytes) ? BYTE_ORDER_MARK.length : 0;
    if (bytes.length > MAX_FILE_BYTES) {
      throw error("file is larger than %d bytes".formatted(MAX_FILE_BYTES));
    }
  }

  boolean hasNext() {
    return next < bytes.length;
  }

  /// The number of the line that [#next()] returned last, from 1.
  int number() {
    return line;
  }

  String next() {
    var end = next;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    line++;
    if (end - next > MAX_LINE_BYTES) {
      throw error("line is longer than %d bytes".formatted(MAX_LINE_BYTES));
    }
    var text = decode(next, Math.min(end + 1, bytes.length));
    next = Math.min(end + 1, bytes.length);
    return text;
  }

  /// Bytes that are not UTF-8 cannot reach an image unchanged, so they are refused, except in
  /// comments, where old files carry names in other encodings.
  private String decode(int from, int to) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      var lossy = new String(bytes, from, to - from, StandardCharsets.UTF_8);
      if (LogicalLines.isComment(lossy)) {
        return lossy;
      }
      throw error("line is not valid UTF-8");
    }
  }

  private DockerfileException error(String what) {
    return new DockerfileException(file, Math.max(line, 1), "", what);
  }

  private static boolean startsWithByteOrderMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == BYTE_ORDER_MARK[0]
        && bytes[1] == BYTE_ORDER_MARK[1]
        && bytes[2] == BYTE_ORDER_MARK[2];
  }
}
