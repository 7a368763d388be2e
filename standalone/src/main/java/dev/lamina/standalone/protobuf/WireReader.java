package dev.lamina.standalone.protobuf;

import dev.lamina.standalone.status.StatusException;
import java.util.Arrays;

/// Reads the fields of one message of the protobuf wire format.
///
/// @see <a href="https://protobuf.dev/programming-guides/encoding/">encoding</a>
final class WireReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  private final byte[] message;
  private int position;

  WireReader(byte[] message) {
    this.message = message;
  }

  /// One field: a varint has a number, a length-delimited field bytes.
  static final class Field {
    private final int number;
    private final long varint;
    private final byte[] bytes;

    Field(int number, long varint, byte[] bytes) {
      this.number = number;
      this.varint = varint;
      this.bytes = bytes;
    }

    int number() {
      return number;
    }

    long varint() {
      return varint;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  boolean hasNext() {
    return position < message.length;
  }

  Field next() {
    var tag = varint();
    var number = (int) (tag >>> 3);
    return switch ((int) (tag & 7)) {
      case VARINT -> new Field(number, varint(), new byte[0]);
      case FIXED64 -> new Field(number, 0, take(8));
      case LENGTH_DELIMITED -> new Field(number, 0, take(varint()));
      case FIXED32 -> new Field(number, 0, take(4));
      default -> throw malformed();
    };
  }

  private byte[] take(long length) {
    if (length < 0 || length > message.length - position) {
      throw malformed();
    }
    var from = position;
    position += (int) length;
    return Arrays.copyOfRange(message, from, position);
  }

  private long varint() {
    var value = 0L;
    for (var shift = 0; shift < 64 && position < message.length; shift += 7) {
      var next = message[position++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw malformed();
  }

  static StatusException malformed() {
    return StatusException.badRequest("the body is not a well-formed protobuf message");
  }
}
