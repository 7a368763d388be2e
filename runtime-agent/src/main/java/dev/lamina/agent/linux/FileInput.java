package dev.lamina.agent.linux;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// The content of a [RegularFile] as a stream.
final class FileInput extends InputStream {
  private final RegularFile file;

  FileInput(RegularFile file) {
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return file.read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    return file.read(bytes, offset, length);
  }

  /// Seeks; never behind the end.
  @Override
  public long skip(long count) throws IOException {
    var left = file.inode().stat().size() - file.position();
    var skipped = Math.clamp(count, 0, Math.max(0, left));
    file.skip(skipped);
    return skipped;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
