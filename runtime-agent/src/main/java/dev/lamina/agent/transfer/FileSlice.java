package dev.lamina.agent.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/// A range of a file as a buffered stream that knows where it is; slices of one file do not disturb
/// each other, and closing one leaves the file open.
final class FileSlice extends InputStream {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final FileChannel file;
  private final long end;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();
  private long filledTo;

  FileSlice(FileChannel file, long start, long size) {
    this.file = file;
    this.filledTo = start;
    this.end = start + size;
  }

  /// Offset in the file of the next byte.
  long position() {
    return filledTo - buffer.remaining();
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    var count = Math.min(length, buffer.remaining());
    buffer.get(bytes, offset, count);
    return count;
  }

  @Override
  public long skip(long count) {
    var skipped = Math.clamp(count, 0, end - position());
    if (skipped <= buffer.remaining()) {
      buffer.position(buffer.position() + (int) skipped);
    } else {
      filledTo = position() + skipped;
      buffer.position(buffer.limit());
    }
    return skipped;
  }

  private boolean fill() throws IOException {
    if (buffer.hasRemaining()) {
      return true;
    }
    if (filledTo >= end) {
      return false;
    }
    buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - filledTo));
    var count = file.read(buffer, filledTo);
    buffer.flip();
    filledTo += Math.max(0, count);
    return count > 0;
  }
}
