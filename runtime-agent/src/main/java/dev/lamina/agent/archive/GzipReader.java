package dev.lamina.agent.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;

/// Reads all members of a gzip stream. See RFC 1952.
///
/// Bytes after the last member that do not begin another one are malformed, as they are to Go's
/// `compress/gzip` and so to containerd.
final class GzipReader extends InputStream {
  static final int BUFFER_BYTES = 64 * 1024;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xE0;

  private final InputStream in;
  private final DeflateDecoder inflater;
  private final CRC32 crc = new CRC32();

  /// The end of the bytes before stays at its start, for a decoder that took some too many.
  private final byte[] buffer = new byte[DeflateDecoder.MAX_REMEMBERED + BUFFER_BYTES];

  private int position;
  private int limit;
  private int size;
  private boolean isInMember;

  GzipReader(InputStream in, DeflateDecoder inflater) {
    this.in = in;
    this.inflater = inflater;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (true) {
      if (!isInMember && !beginMember()) {
        return -1;
      }
      var count = inflate(bytes, offset, length);
      if (count > 0) {
        crc.update(bytes, offset, count);
        size += count;
        return count;
      }
      endMember();
    }
  }

  @Override
  public void close() throws IOException {
    inflater.close();
    in.close();
  }

  /// @return 0 at the end of the member
  private int inflate(byte[] bytes, int offset, int length) throws IOException {
    try {
      while (true) {
        var count = inflater.inflate(bytes, offset, length);
        if (count > 0 || inflater.isFinished()) {
          return count;
        }
        fill();
        inflater.setInput(buffer, position, limit - position);
      }
    } catch (DataFormatException e) {
      throw Refusal.malformed("gzip stream is damaged: " + e.getMessage(), e);
    }
  }

  private boolean beginMember() throws IOException {
    if (position == limit && !refill()) {
      return false;
    }
    crc.reset();
    if (headerByte() != 0x1F || headerByte() != 0x8B || headerByte() != 8) {
      throw Refusal.malformed("gzip stream: what follows a member is no gzip member");
    }
    readHeaderFields();
    inflater.reset();
    inflater.setInput(buffer, position, limit - position);
    crc.reset();
    size = 0;
    isInMember = true;
    return true;
  }

  private void readHeaderFields() throws IOException {
    var flags = headerByte();
    if ((flags & RESERVED) != 0) {
      throw Refusal.malformed("gzip header has unknown flags");
    }
    skipHeader(6);
    if ((flags & EXTRA) != 0) {
      skipHeader(headerByte() | headerByte() << 8);
    }
    if ((flags & NAME) != 0) {
      skipHeaderText();
    }
    if ((flags & COMMENT) != 0) {
      skipHeaderText();
    }
    if ((flags & HEADER_CRC) != 0) {
      var expected = (int) crc.getValue() & 0xFFFF;
      if ((nextByte() | nextByte() << 8) != expected) {
        throw Refusal.malformed("gzip header is damaged: its checksum is wrong");
      }
    }
  }

  private void endMember() throws IOException {
    position = limit - inflater.remaining();
    if (nextInt() != (int) crc.getValue() || nextInt() != size) {
      throw Refusal.malformed("gzip stream is damaged: its checksum or length is wrong");
    }
    isInMember = false;
  }

  private int headerByte() throws IOException {
    var next = nextByte();
    crc.update(next);
    return next;
  }

  private void skipHeader(int count) throws IOException {
    for (var i = 0; i < count; i++) {
      headerByte();
    }
  }

  private void skipHeaderText() throws IOException {
    int next;
    do {
      next = headerByte();
    } while (next != 0);
  }

  private int nextInt() throws IOException {
    return nextByte() | nextByte() << 8 | nextByte() << 16 | nextByte() << 24;
  }

  private int nextByte() throws IOException {
    if (position == limit) {
      fill();
    }
    return buffer[position++] & 0xFF;
  }

  private void fill() throws IOException {
    if (!refill()) {
      throw Refusal.malformed("gzip stream is truncated");
    }
  }

  private boolean refill() throws IOException {
    var kept = Math.min(limit, DeflateDecoder.MAX_REMEMBERED);
    System.arraycopy(buffer, limit - kept, buffer, 0, kept);
    position = kept;
    limit = kept + Math.max(0, in.read(buffer, kept, BUFFER_BYTES));
    return limit > position;
  }
}
