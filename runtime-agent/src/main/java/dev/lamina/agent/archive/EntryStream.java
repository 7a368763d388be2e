package dev.lamina.agent.archive;

import java.io.IOException;
import java.io.InputStream;

/// The content of the entry a [TarReader] stands at.
final class EntryStream extends InputStream {
  private final TarReader reader;

  EntryStream(TarReader reader) {
    this.reader = reader;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return length == 0 ? 0 : reader.read(bytes, offset, length);
  }
}
