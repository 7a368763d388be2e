package dev.lamina.agent.http;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// The bytes of a chunked body. See RFC 9112, section 7.1.
final class ChunkedInput extends FilterInputStream {
  private long left;
  private boolean isFirst = true;
  private boolean isEnded;

  ChunkedInput(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !isEnded) {
      nextChunk();
    }
    if (isEnded) {
      return -1;
    }
    var count = in.read(bytes, offset, (int) Math.min(left, length));
    if (count < 0) {
      throw new EOFException("the answer ended in a chunk");
    }
    left -= count;
    return count;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(left, in.available());
  }

  private void nextChunk() throws IOException {
    if (!isFirst) {
      HttpWire.headLine(in);
    }
    isFirst = false;
    var size = HttpWire.headLine(in);
    var extension = size.indexOf(';');
    try {
      left = Long.parseLong(extension < 0 ? size : size.substring(0, extension), 16);
    } catch (NumberFormatException e) {
      throw new IOException("a chunk has the size '" + size + "'", e);
    }
    isEnded = left == 0;
  }
}
