package dev.lamina.agent.archive;

import dev.lamina.agent.linux.ZstdDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;

/// Reads all frames of a zstd stream with the system's library. See RFC 8878.
final class ZstdReader extends InputStream {
  private static final int BUFFER_BYTES = 128 * 1024;

  /// What the library says of a frame whose window is larger than it may be.
  private static final String WINDOW = "Frame requires too much memory for decoding";

  private final InputStream in;
  private final ZstdDecoder decoder;
  private final long windowBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private boolean isBetweenFrames = true;

  ZstdReader(InputStream in, ZstdDecoder decoder, long windowBytes) {
    this.in = in;
    this.decoder = decoder;
    this.windowBytes = windowBytes;
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
      // Output may be left behind all of the input.
      var count = isBetweenFrames && decoder.needsInput() ? 0 : decompress(bytes, offset, length);
      if (count > 0) {
        return count;
      }
      if (decoder.needsInput() && !refill()) {
        if (isBetweenFrames) {
          return -1;
        }
        throw Refusal.malformed("zstd stream is truncated");
      }
    }
  }

  @Override
  public void close() throws IOException {
    decoder.close();
    in.close();
  }

  private int decompress(byte[] bytes, int offset, int length) {
    try {
      var count = decoder.decompress(bytes, offset, length);
      isBetweenFrames = decoder.isAtEndOfFrame();
      return count;
    } catch (DataFormatException e) {
      throw WINDOW.equals(e.getMessage())
          ? Refusal.beyond("a larger decompression window", windowBytes)
          : Refusal.malformed("zstd stream is damaged or truncated: " + e.getMessage(), e);
    }
  }

  private boolean refill() throws IOException {
    var count = in.read(buffer, 0, BUFFER_BYTES);
    return count > 0 && decoder.setInput(buffer, 0, count) == count;
  }
}
