package dev.lamina.agent.inspect.packages;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The columns of one row. See the SQLite file format, section 2.1.
final class SqliteRow {
  private static final int MOST_COLUMNS = 2000;
  private static final int FIRST_BLOB = 12;

  private final List<ByteBuffer> columns = new ArrayList<>();
  private final List<Long> types = new ArrayList<>();

  SqliteRow(byte[] payload) throws IOException {
    try {
      var header = ByteBuffer.wrap(payload);
      var content = varint(header);
      header.limit(Math.toIntExact(content));
      var at = content;
      while (header.hasRemaining() && columns.size() < MOST_COLUMNS) {
        var type = varint(header);
        var length = length(type);
        columns.add(ByteBuffer.wrap(payload).slice((int) at, Math.toIntExact(length)));
        types.add(type);
        at += length;
      }
    } catch (BufferUnderflowException
        | IllegalArgumentException
        | ArithmeticException
        | IndexOutOfBoundsException e) {
      throw SqliteFile.malformed("a row is no row");
    }
  }

  /// The text in a column, if it holds one.
  Optional<String> text(int column) {
    return isLong(column) && types.get(column) % 2 == 1
        ? Optional.of(StandardCharsets.UTF_8.decode(columns.get(column).duplicate()).toString())
        : Optional.empty();
  }

  /// The bytes in a column, if it holds some.
  Optional<ByteBuffer> blob(int column) {
    return isLong(column) && types.get(column) % 2 == 0
        ? Optional.of(columns.get(column).duplicate())
        : Optional.empty();
  }

  /// The number in a column, if it holds a whole one.
  Optional<Long> number(int column) {
    if (column >= types.size()) {
      return Optional.empty();
    }
    long type = types.get(column);
    if (type == 8 || type == 9) {
      return Optional.of(type - 8);
    }
    if (type < 1 || type > 6) {
      return Optional.empty();
    }
    var bytes = columns.get(column).duplicate();
    long value = bytes.get();
    while (bytes.hasRemaining()) {
      value = (value << 8) | Byte.toUnsignedLong(bytes.get());
    }
    return Optional.of(value);
  }

  private boolean isLong(int column) {
    return column < types.size() && types.get(column) >= FIRST_BLOB;
  }

  private static long length(long type) {
    return switch ((int) Math.min(type, FIRST_BLOB)) {
      case 0, 8, 9 -> 0;
      case 1, 2, 3, 4 -> type;
      case 5 -> 6;
      case 6, 7 -> 8;
      case FIRST_BLOB -> (type - FIRST_BLOB) / 2;
      default -> throw new IllegalArgumentException("type " + type);
    };
  }

  /// A number of one to nine bytes, seven bits in each but the ninth.
  static long varint(ByteBuffer bytes) throws IOException {
    try {
      var value = 0L;
      for (var count = 1; count < 9; count++) {
        var part = bytes.get();
        value = (value << 7) | (part & 0x7F);
        if (part >= 0) {
          return value;
        }
      }
      return (value << 8) | Byte.toUnsignedLong(bytes.get());
    } catch (BufferUnderflowException e) {
      throw SqliteFile.malformed("a number goes on behind its end");
    }
  }
}
